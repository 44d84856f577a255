import { output } from "../../support/row-program";
import { type StackResource, stackTable } from "../../support/stack-table";

const desk = (timeout?: number): StackResource => ({
  type: "aws:lambda/function:Function",
  name: "desk",
  inputs: {
    role: "arn:aws:iam::123456789012:role/desk",
    s3Bucket: "code",
    s3Key: "desk.zip",
    ...(timeout && { timeout }),
  },
});
const http = (inputs: object = {}): readonly StackResource[] => [
  { type: "aws:apigatewayv2/api:Api", name: "loans", inputs: { protocolType: "HTTP" } },
  {
    type: "aws:apigatewayv2/integration:Integration",
    name: "lend",
    inputs: {
      apiId: output("loans"),
      integrationType: "AWS_PROXY",
      integrationUri: output("desk", "invokeArn"),
      payloadFormatVersion: "2.0",
      ...inputs,
    },
  },
  {
    type: "aws:lambda/permission:Permission",
    name: "call",
    inputs: { action: "lambda:InvokeFunction", function: output("desk"), principal: "apigateway.amazonaws.com" },
  },
];
const rest = (inputs: object = {}): readonly StackResource[] => [
  { type: "aws:apigateway/restApi:RestApi", name: "shelf", inputs: {} },
  {
    type: "aws:apigateway/integration:Integration",
    name: "get",
    inputs: {
      restApi: output("shelf"),
      resourceId: output("shelf", "rootResourceId"),
      httpMethod: "GET",
      integrationHttpMethod: "POST",
      type: "AWS_PROXY",
      uri: output("desk", "invokeArn"),
      ...inputs,
    },
  },
];

const options = { maxExcessSeconds: 0 };

stackTable({
  policy: "lambda-api-timeout",
  passes: [
    { name: "where nothing is configured", resources: [desk(900), ...http()] },
    { name: "less than what is configured", options: { maxExcessSeconds: 1 }, resources: [desk(30), ...rest()] },
    { name: "the default", options, resources: [desk(), ...http()] },
    { name: "as long as an HTTP API waits", options, resources: [desk(30), ...http()] },
    {
      name: "as long as a REST API is told to wait",
      options,
      resources: [desk(60), ...rest({ timeoutMilliseconds: 60_000 })],
    },
    { name: "the longer of two APIs", options, resources: [desk(30), ...rest(), ...http()] },
    {
      name: "a streamed answer",
      options,
      resources: [desk(60), ...rest({ responseTransferMode: "STREAM", timeoutMilliseconds: 29_000 })],
    },
    {
      name: "a function that a queue calls as well",
      options,
      resources: [
        desk(60),
        ...http(),
        { type: "aws:sqs/queue:Queue", name: "queue", inputs: { visibilityTimeoutSeconds: 60 } },
        {
          type: "aws:lambda/eventSourceMapping:EventSourceMapping",
          name: "mapping",
          inputs: { eventSourceArn: output("queue", "arn"), functionName: output("desk") },
        },
      ],
    },
    {
      name: "a function URL, which waits as long",
      options,
      resources: [
        desk(60),
        {
          type: "aws:lambda/functionUrl:FunctionUrl",
          name: "url",
          inputs: { functionName: output("desk"), authorizationType: "NONE" },
        },
      ],
    },
  ],
  violates: [
    {
      name: "behind an HTTP API",
      options,
      resources: [desk(60), ...http()],
      findings: [
        {
          on: "desk",
          text:
            'timeout: the function may run for 60 seconds, but integration "lend" of HTTP API "loans" answers the caller with an error after 30.\n' +
            'Fix: set timeout of function "desk" to at most 30, or put the work into a queue and answer at once.',
        },
      ],
    },
    {
      name: "behind a REST API with a shorter timeout",
      options,
      resources: [desk(20), ...rest({ timeoutMilliseconds: 10_500 })],
      findings: [
        {
          on: "desk",
          text:
            'timeout: the function may run for 20 seconds, but integration "get" of REST API "shelf" answers the caller with an error after 10.5.\n' +
            'Fix: set timeout of function "desk" to at most 10, or put the work into a queue and answer at once.',
        },
      ],
    },
  ],
});
