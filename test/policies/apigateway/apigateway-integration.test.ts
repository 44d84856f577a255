import { resourceTable } from "../../support/resource-table";
import { output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";
import { unknown } from "../../support/wire";

const FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:resize";
const INVOKE = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`;
const QUEUE = "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/jobs";
const method = { restApi: "a1b2c3", resourceId: "r1", httpMethod: "GET" };
const integration = (inputs: object) => ({
  ...method,
  type: "AWS_PROXY",
  integrationHttpMethod: "POST",
  uri: INVOKE,
  ...inputs,
});
const GET =
  'integrationHttpMethod: the integration calls Lambda with "GET", but Lambda accepts only POST: every request fails with error 500.\n' +
  'Fix: set integrationHttpMethod to "POST"; clients call the API by httpMethod as before.';

resourceTable({
  policy: "apigateway-integration",
  type: "aws:apigateway/integration:Integration",
  passes: [
    { name: "invoke ARN, by POST", inputs: integration({}) },
    { name: "method and URI that are unknown", inputs: integration({ integrationHttpMethod: unknown, uri: unknown }) },
    {
      name: "backend on the web, by GET",
      inputs: integration({ type: "HTTP_PROXY", integrationHttpMethod: "GET", uri: "https://example.com" }),
    },
    {
      name: "answer of the API's own",
      inputs: { ...method, type: "MOCK" },
    },
    {
      name: "action of another service, by GET",
      inputs: integration({ type: "AWS", integrationHttpMethod: "GET", uri: QUEUE }),
    },
    {
      name: "service with a subdomain",
      inputs: integration({
        type: "AWS",
        uri: "arn:aws-cn:apigateway:cn-north-1:runtime.sagemaker:path//endpoints/e/invocations",
      }),
    },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: how API Gateway names a variable
    { name: "URI in a variable of the stage", inputs: integration({ uri: "${stageVariables.uri}" }) },
  ],
  violates: [
    {
      name: "GET, as that of the API",
      inputs: integration({ integrationHttpMethod: "GET", uri: unknown }),
      findings: [GET],
    },
    {
      name: "no method",
      inputs: { ...method, type: "AWS_PROXY", uri: INVOKE },
      findings: [
        'integrationHttpMethod: AWS refuses an integration of type "AWS_PROXY" without a method for calling the backend.\n' +
          'Fix: set integrationHttpMethod to "POST", whatever httpMethod is.',
      ],
    },
    {
      name: "nothing that is called, through a VPC link that is not named",
      inputs: { ...method, type: "HTTP_PROXY", integrationHttpMethod: "ANY", connectionType: "VPC_LINK" },
      findings: [
        'uri: an integration of type "HTTP_PROXY" does not say what it calls, and AWS refuses it.\nFix: set uri to the URL of the backend.',
        "connectionType: the integration goes through a VPC link and does not say which, and AWS refuses it.\nFix: set connectionId to the id of an aws.apigateway.VpcLink.",
      ],
    },
    {
      name: "ARN of the function",
      inputs: integration({ uri: FUNCTION }),
      findings: [
        `uri: "${FUNCTION}" is the ARN of a function, but AWS accepts only its invoke ARN.\n` +
          "Fix: set uri to invokeArn of the function (invoke_arn in Python), not to its arn.",
      ],
    },
    {
      name: "name of the function",
      inputs: integration({ type: "AWS", uri: "resize" }),
      findings: [
        'uri: "resize" is not the URI of an AWS service, such as "arn:aws:apigateway:REGION:SERVICE:path/…".\n' +
          "Fix: set uri to invokeArn of the function that is called, or to the URI of an action of the service.",
      ],
    },
    {
      name: "proxy of a queue",
      inputs: integration({ uri: QUEUE }),
      findings: [
        'uri: the integration calls "sqs", but AWS_PROXY calls only Lambda and Firehose.\n' +
          'Fix: set type to "AWS", and map requests and responses.',
      ],
    },
    {
      name: "ARN as the URL of a backend",
      inputs: integration({ type: "HTTP", uri: INVOKE }),
      findings: [
        `uri: ${JSON.stringify(`${INVOKE.slice(0, 80)}…`)} is an ARN, and an integration of type "HTTP" calls a URL.\n` +
          'Fix: set type to "AWS_PROXY" for a function, or uri to the URL of the backend.',
      ],
    },
  ],
  repairs: [
    {
      name: "another method than POST",
      inputs: integration({ integrationHttpMethod: "ANY" }),
      repaired: integration({}),
    },
    {
      name: "a method that is unknown is left",
      inputs: integration({ integrationHttpMethod: unknown }),
      repaired: undefined,
    },
    {
      name: "a backend on the web is left",
      inputs: integration({ type: "HTTP", integrationHttpMethod: "GET" }),
      repaired: undefined,
    },
  ],
});

const resize = {
  type: "aws:lambda/function:Function",
  name: "resize",
  inputs: { name: "resize-1a2b3c4", role: "arn:aws:iam::123456789012:role/resize" },
};
const stacked = (inputs: object) => ({
  type: "aws:apigateway/integration:Integration",
  name: "call",
  inputs: integration(inputs),
});

stackTable({
  policy: "apigateway-integration",
  passes: [
    {
      name: "function by POST, and another service by GET",
      resources: [
        resize,
        stacked({ type: "AWS", uri: output("resize", "invokeArn") }),
        { ...stacked({ type: "AWS", uri: QUEUE, integrationHttpMethod: "GET" }), name: "queue" },
      ],
    },
  ],
  violates: [
    {
      name: "function by GET, of a type for any service",
      resources: [resize, stacked({ type: "AWS", uri: output("resize", "invokeArn"), integrationHttpMethod: "GET" })],
      findings: [{ on: "call", text: GET.replace("calls Lambda", 'calls function "resize"') }],
    },
  ],
});
