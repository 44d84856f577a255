import { later, output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";
import { unknown } from "../../support/wire";

const LOG_GROUP = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/http-api/images";
const FORMAT = '{"requestId":"$context.requestId","status":"$context.status"}';

const api = (protocolType: unknown = "HTTP") => ({
  type: "aws:apigatewayv2/api:Api",
  name: "images",
  inputs: { protocolType },
});
const stage = (inputs: object = {}) => ({
  type: "aws:apigatewayv2/stage:Stage",
  name: "live",
  inputs: { apiId: output("images"), name: "$default", ...inputs },
});
const deployment = (name = "snapshot", inputs: object = {}) => ({
  type: "aws:apigatewayv2/deployment:Deployment",
  name,
  inputs: { apiId: output("images"), ...inputs },
});
const TRIGGERED = { triggers: { redeployment: "a1b2c3" } };
const pinnedTo = (name: string) => ({ deploymentId: output(name) });
const logging = (accessLogSettings: unknown) => stage({ autoDeploy: true, accessLogSettings });
const logGroup = {
  type: "aws:cloudwatch/logGroup:LogGroup",
  name: "access-logs",
  inputs: { name: "/aws/http-api/images" },
};

/** What the graph cannot tell apart, and what a state of another version may hold. */
const stored = {
  api: { type: "aws:apigatewayv2/api:Api", name: "images", outputs: { id: "a1b2c3", protocolType: "HTTP" } },
  stage: (outputs: object = {}, madeFrom: Record<string, readonly string[]> = { apiId: ["images"] }) => ({
    type: "aws:apigatewayv2/stage:Stage",
    name: "live",
    outputs: { apiId: "a1b2c3", name: "$default", ...outputs },
    madeFrom,
  }),
  deployment: (name: string, outputs: object = {}) => ({
    type: "aws:apigatewayv2/deployment:Deployment",
    name,
    outputs: { id: "d4e5f6", apiId: "a1b2c3", ...outputs },
  }),
};

stackTable({
  policy: "apigatewayv2-stage-auto-deploy",
  passes: [
    { name: "stage with autoDeploy", resources: [api(), stage({ autoDeploy: true })] },
    {
      name: "stage with autoDeploy in a recorded state, where its latest deployment is an output",
      resources: [stored.api, stored.stage({ autoDeploy: true, deploymentId: "d4e5f6" })],
    },
    { name: "autoDeploy that is known later", resources: [api(), stage({ autoDeploy: later(true) })] },
    {
      name: "WebSocket API, which needs a deployment",
      resources: [api("WEBSOCKET"), deployment(), stage(pinnedTo("snapshot"))],
    },
    {
      name: "pinned to a deployment that is replaced when its triggers change",
      resources: [api(), deployment("snapshot", TRIGGERED), stage(pinnedTo("snapshot"))],
    },
    {
      name: "pinned to a deployment with triggers that are known later, as a whole",
      resources: [
        api(),
        deployment("snapshot", { triggers: later({ redeployment: "a" }) }),
        stage(pinnedTo("snapshot")),
      ],
    },
    {
      name: "pinned to a deployment with triggers, in a recorded state",
      resources: [
        stored.api,
        stored.deployment("snapshot", TRIGGERED),
        stored.stage({ autoDeploy: false, deploymentId: "d4e5f6" }, { apiId: [] }),
      ],
    },
    {
      name: "pinned to one of two deployments, of which one has triggers",
      resources: [
        stored.api,
        stored.deployment("green", { id: unknown, ...TRIGGERED }),
        stored.deployment("blue", { id: unknown }),
        stored.stage({ deploymentId: unknown }, { apiId: ["images"], deploymentId: ["green", "blue"] }),
      ],
    },
    {
      name: "deployment with triggers that a stage without autoDeploy may have",
      resources: [api(), deployment("snapshot", TRIGGERED), stage({ autoDeploy: false })],
    },
    {
      name: "deployment with triggers that no stage is pinned to",
      resources: [api(), deployment("snapshot", TRIGGERED), stage({ autoDeploy: true })],
    },
    {
      name: "API of a protocol that is known later",
      resources: [api(later("WEBSOCKET")), deployment(), stage(pinnedTo("snapshot"))],
    },
    {
      name: "API outside of the stack",
      resources: [stage({ apiId: "a1b2c3" }), deployment("snapshot", { apiId: "a1b2c3" })],
    },
    {
      name: "stage of one of two APIs, which cannot be told apart",
      resources: [
        stored.api,
        { ...stored.api, name: "videos" },
        stored.stage({ apiId: unknown }, { apiId: ["images", "videos"] }),
      ],
    },
    {
      name: "REST API",
      resources: [
        { type: "aws:apigateway/restApi:RestApi", name: "rest" },
        { type: "aws:apigateway/deployment:Deployment", name: "first", inputs: { restApi: output("rest") } },
        {
          type: "aws:apigateway/stage:Stage",
          name: "v1",
          inputs: { restApi: output("rest"), deployment: output("first"), stageName: "v1" },
        },
        api(),
        stage({ autoDeploy: true }),
      ],
    },
    {
      name: "log group of the stack, unknown at preview",
      resources: [api(), logGroup, logging({ destinationArn: output("access-logs", "arn"), format: FORMAT })],
    },
    { name: "log group by a literal ARN", resources: [api(), logging({ destinationArn: LOG_GROUP, format: FORMAT })] },
    {
      name: "log group by an ARN with :* at its end, in another partition",
      resources: [
        api(),
        logging({ destinationArn: "arn:aws-cn:logs:cn-north-1:123456789012:log-group:images:*", format: FORMAT }),
      ],
    },
    {
      name: "Firehose stream",
      resources: [
        api(),
        logging({
          destinationArn: "arn:aws:firehose:eu-west-1:123456789012:deliverystream/amazon-apigateway-images",
          format: FORMAT,
        }),
      ],
    },
    {
      name: "format that is known later",
      resources: [api(), logging({ destinationArn: LOG_GROUP, format: later(FORMAT) })],
    },
    {
      name: "access log settings that are known later",
      resources: [api(), logging(later({ destinationArn: LOG_GROUP, format: FORMAT }))],
    },
    {
      name: "format with the extended request id, and a line break at its end, which AWS allows",
      resources: [
        api(),
        logging({ destinationArn: LOG_GROUP, format: "$context.extendedRequestId $context.status\n" }),
      ],
    },
  ],
  violates: [
    {
      name: "stage that is pinned to a deployment, with logs in several lines, as documented",
      resources: [
        api(),
        deployment(),
        stage({
          accessLogSettings: {
            destinationArn: LOG_GROUP,
            format: '{\n  "requestId": "$context.requestId",\n  "status": "$context.status"\n}',
          },
          ...pinnedTo("snapshot"),
        }),
      ],
      findings: [
        {
          on: "live",
          level: "advisory",
          text:
            'deploymentId: changes to HTTP API "images" do not reach the stage, which is pinned to deployment "snapshot".\n' +
            'Fix: set autoDeploy to true and no deploymentId on stage "live", and remove deployment "snapshot".',
        },
        {
          on: "live",
          text:
            "accessLogSettings.format: the format has 4 lines, and AWS allows one.\n" +
            'Fix: write the format of stage "live" on one line, for example with JSON.stringify (json.dumps in Python).',
        },
      ],
    },
    {
      name: "recorded state, known by ids alone",
      resources: [
        stored.api,
        stored.deployment("snapshot"),
        stored.stage({ autoDeploy: false, deploymentId: "d4e5f6" }, { apiId: [] }),
      ],
      findings: [
        {
          on: "live",
          level: "advisory",
          text:
            'deploymentId: changes to HTTP API "images" do not reach the stage, which is pinned to deployment "snapshot".\n' +
            'Fix: set autoDeploy to true and no deploymentId on stage "live", and remove deployment "snapshot".',
        },
      ],
    },
    {
      name: "neither autoDeploy nor a deployment",
      resources: [api(), stage()],
      findings: [
        {
          on: "live",
          level: "advisory",
          text:
            'autoDeploy: changes to HTTP API "images" do not reach the stage, whose autoDeploy is not true.\n' +
            'Fix: set autoDeploy to true and no deploymentId on stage "live".',
        },
      ],
    },
    {
      name: "autoDeploy false, beside a deployment that the stage may have, named once",
      resources: [api(), deployment(), stage({ autoDeploy: false })],
      findings: [
        {
          on: "live",
          level: "advisory",
          text:
            'autoDeploy: changes to HTTP API "images" do not reach the stage, whose autoDeploy is not true.\n' +
            'Fix: set autoDeploy to true and no deploymentId on stage "live", and remove deployment "snapshot".',
        },
      ],
    },
    {
      name: "pinned in spite of autoDeploy",
      resources: [api(), deployment(), stage({ autoDeploy: true, ...pinnedTo("snapshot") })],
      findings: [
        {
          on: "live",
          level: "advisory",
          text:
            'deploymentId: changes to HTTP API "images" do not reach the stage, which is pinned to deployment "snapshot".\n' +
            'Fix: set autoDeploy to true and no deploymentId on stage "live", and remove deployment "snapshot".',
        },
      ],
    },
    {
      name: "pinned, while autoDeploy is known later",
      resources: [api(), deployment(), stage({ autoDeploy: later(true), ...pinnedTo("snapshot") })],
      findings: [
        {
          on: "live",
          level: "advisory",
          text:
            'deploymentId: changes to HTTP API "images" do not reach the stage, which is pinned to deployment "snapshot".\n' +
            'Fix: set autoDeploy to true and no deploymentId on stage "live", and remove deployment "snapshot".',
        },
      ],
    },
    {
      name: "pinned to a deployment whose triggers are empty",
      resources: [api(), deployment("snapshot", { triggers: {} }), stage(pinnedTo("snapshot"))],
      findings: [
        {
          on: "live",
          level: "advisory",
          text:
            'deploymentId: changes to HTTP API "images" do not reach the stage, which is pinned to deployment "snapshot".\n' +
            'Fix: set autoDeploy to true and no deploymentId on stage "live", and remove deployment "snapshot".',
        },
      ],
    },
    {
      name: "deployment without triggers beside one with triggers that the stage is pinned to",
      resources: [api(), deployment("snapshot", TRIGGERED), deployment("older"), stage(pinnedTo("snapshot"))],
      findings: [
        {
          on: "older",
          level: "advisory",
          text:
            'the deployment is a fixed snapshot of HTTP API "images", and a stage with autoDeploy needs none.\n' +
            'Fix: remove deployment "older", and set autoDeploy to true on the stages of the API.',
        },
      ],
    },
    {
      name: "pinned to one of two deployments",
      resources: [
        stored.api,
        stored.deployment("green", { id: unknown }),
        stored.deployment("blue", { id: unknown }),
        stored.stage({ deploymentId: unknown }, { apiId: ["images"], deploymentId: ["green", "blue"] }),
      ],
      findings: [
        {
          on: "live",
          level: "advisory",
          text:
            'deploymentId: changes to HTTP API "images" do not reach the stage, which is pinned to deployment "blue" or "green".\n' +
            'Fix: set autoDeploy to true and no deploymentId on stage "live", and remove deployment "blue" and "green".',
        },
      ],
    },
    {
      name: "deployment that no stage is pinned to",
      resources: [api(), deployment(), stage({ autoDeploy: true })],
      findings: [
        {
          on: "snapshot",
          level: "advisory",
          text:
            'the deployment is a fixed snapshot of HTTP API "images", and a stage with autoDeploy needs none.\n' +
            'Fix: remove deployment "snapshot", and set autoDeploy to true on the stages of the API.',
        },
      ],
    },
    {
      name: "deployment in a recorded state, which autoDeploy shows as the stage's latest and the program did not pin",
      resources: [
        stored.api,
        stored.deployment("snapshot"),
        stored.stage({ autoDeploy: true, deploymentId: "d4e5f6" }),
      ],
      findings: [
        {
          on: "snapshot",
          level: "advisory",
          text:
            'the deployment is a fixed snapshot of HTTP API "images", and a stage with autoDeploy needs none.\n' +
            'Fix: remove deployment "snapshot", and set autoDeploy to true on the stages of the API.',
        },
      ],
    },
    {
      name: "deployment beside the one that the stage is pinned to",
      resources: [api(), deployment(), deployment("older"), stage(pinnedTo("snapshot"))],
      findings: [
        {
          on: "live",
          level: "advisory",
          text:
            'deploymentId: changes to HTTP API "images" do not reach the stage, which is pinned to deployment "snapshot".\n' +
            'Fix: set autoDeploy to true and no deploymentId on stage "live", and remove deployment "snapshot".',
        },
        {
          on: "older",
          level: "advisory",
          text:
            'the deployment is a fixed snapshot of HTTP API "images", and a stage with autoDeploy needs none.\n' +
            'Fix: remove deployment "older", and set autoDeploy to true on the stages of the API.',
        },
      ],
    },
    {
      name: "access logs to the name of a log group of the stack",
      resources: [api(), logGroup, logging({ destinationArn: output("access-logs", "name"), format: FORMAT })],
      findings: [
        {
          on: "live",
          text:
            'accessLogSettings.destinationArn: "/aws/http-api/images" is not the ARN of a log group.\n' +
            'Fix: set destinationArn of stage "live" to the arn of log group "access-logs".',
        },
      ],
    },
    {
      name: "access logs to a bucket",
      resources: [api(), logging({ destinationArn: "arn:aws:s3:::images", format: FORMAT })],
      findings: [
        {
          on: "live",
          text:
            'accessLogSettings.destinationArn: "arn:aws:s3:::images" is not the ARN of a log group.\n' +
            'Fix: set destinationArn of stage "live" to the arn of a log group.',
        },
      ],
    },
    {
      name: "format without a request id",
      resources: [
        api(),
        logging({ destinationArn: LOG_GROUP, format: "$context.integration.requestId $context.status" }),
      ],
      findings: [
        {
          on: "live",
          text:
            "accessLogSettings.format: the format has neither $context.requestId nor $context.extendedRequestId, and AWS requires one of them.\n" +
            'Fix: add $context.requestId to the format of stage "live".',
        },
      ],
    },
    {
      name: "names with quotes, line breaks and terminal escapes",
      resources: [
        { ...api(), name: 'im"ages' },
        { ...stage({ apiId: output('im"ages') }), name: "li\n\u001b[31mve" },
      ],
      findings: [
        {
          on: "li\n\u001b[31mve",
          level: "advisory",
          text:
            'autoDeploy: changes to HTTP API "im\\"ages" do not reach the stage, whose autoDeploy is not true.\n' +
            'Fix: set autoDeploy to true and no deploymentId on stage "li\\n\\u001b[31mve".',
        },
      ],
    },
  ],
});
