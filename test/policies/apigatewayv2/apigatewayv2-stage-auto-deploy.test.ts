import { stackTable } from "../../support/stack-table";
import { unknown } from "../../support/wire";

const LOG_GROUP = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/http-api/images";
const FORMAT = '{"requestId":"$context.requestId","status":"$context.status"}';

const api = (protocolType: unknown = "HTTP") => ({
  type: "aws:apigatewayv2/api:Api",
  name: "images",
  outputs: { id: unknown, protocolType },
});
/** The id of the deployment is an output of every stage, and unknown at preview. */
const stage = (outputs: object = {}, madeFrom: object = {}) => ({
  type: "aws:apigatewayv2/stage:Stage",
  name: "live",
  outputs: { apiId: unknown, name: "$default", deploymentId: unknown, ...outputs },
  madeFrom: { apiId: ["images"], ...madeFrom },
});
const deployment = (name = "snapshot", outputs: object = {}) => ({
  type: "aws:apigatewayv2/deployment:Deployment",
  name,
  outputs: { id: unknown, apiId: unknown, ...outputs },
  madeFrom: { apiId: ["images"] },
});
const TRIGGERED = { triggers: { redeployment: unknown } };
const pinnedTo = (...names: readonly string[]) => ({ deploymentId: names });
const logging = (accessLogSettings: unknown, from: readonly string[] = []) =>
  stage({ autoDeploy: true, accessLogSettings }, { accessLogSettings: from });
const logGroup = (name: unknown) => ({
  type: "aws:cloudwatch/logGroup:LogGroup",
  name: "access-logs",
  outputs: { arn: unknown, name },
});

stackTable({
  policy: "apigatewayv2-stage-auto-deploy",
  passes: [
    { name: "stage with autoDeploy", resources: [api(), stage({ autoDeploy: true })] },
    {
      name: "stage with autoDeploy in a recorded state, where its latest deployment is an output",
      resources: [
        { ...api(), outputs: { id: "a1b2c3", protocolType: "HTTP" } },
        stage({ autoDeploy: true, apiId: "a1b2c3", deploymentId: "d4e5f6" }),
      ],
    },
    { name: "unknown autoDeploy", resources: [api(), stage({ autoDeploy: unknown })] },
    {
      name: "WebSocket API, which needs a deployment",
      resources: [api("WEBSOCKET"), deployment(), stage({}, pinnedTo("snapshot"))],
    },
    {
      name: "pinned to a deployment that is replaced when its triggers change",
      resources: [api(), deployment("snapshot", TRIGGERED), stage({}, pinnedTo("snapshot"))],
    },
    {
      name: "pinned to a deployment with triggers that are unknown as a whole",
      resources: [api(), deployment("snapshot", { triggers: unknown }), stage({}, pinnedTo("snapshot"))],
    },
    {
      name: "pinned to a deployment with triggers, in a recorded state",
      resources: [
        { ...api(), outputs: { id: "a1b2c3", protocolType: "HTTP" } },
        {
          ...deployment(),
          outputs: { id: "d4e5f6", apiId: "a1b2c3", triggers: { redeployment: "f00d" } },
          madeFrom: { apiId: [] },
        },
        { ...stage({ apiId: "a1b2c3", autoDeploy: false, deploymentId: "d4e5f6" }), madeFrom: { apiId: [] } },
      ],
    },
    {
      name: "pinned to one of two deployments, of which one has triggers",
      resources: [api(), deployment("green", TRIGGERED), deployment("blue"), stage({}, pinnedTo("green", "blue"))],
    },
    {
      name: "deployment with triggers that a stage without autoDeploy may have",
      resources: [api(), deployment("snapshot", TRIGGERED), stage({ autoDeploy: false })],
    },
    {
      name: "deployment with triggers that no stage is pinned to",
      resources: [api(), deployment("snapshot", TRIGGERED), stage({ autoDeploy: true })],
    },
    { name: "API of unknown protocol", resources: [api(unknown), deployment(), stage({}, pinnedTo("snapshot"))] },
    {
      name: "API outside of the stack",
      resources: [
        { ...stage({ apiId: "a1b2c3" }), madeFrom: { apiId: [] } },
        { ...deployment(), outputs: { id: unknown, apiId: "a1b2c3" }, madeFrom: { apiId: [] } },
      ],
    },
    {
      name: "stage of one of two APIs, which cannot be told apart",
      resources: [api(), { ...api(), name: "videos" }, { ...stage(), madeFrom: { apiId: ["images", "videos"] } }],
    },
    {
      name: "REST API",
      resources: [
        { type: "aws:apigateway/restApi:RestApi", name: "rest", outputs: { id: unknown } },
        {
          type: "aws:apigateway/stage:Stage",
          name: "v1",
          outputs: { restApi: unknown, deployment: unknown },
          madeFrom: { restApi: ["rest"] },
        },
        api(),
        stage({ autoDeploy: true }),
      ],
    },
    {
      name: "log group of the stack, unknown at preview",
      resources: [
        api(),
        logGroup("/aws/http-api/images"),
        logging({ destinationArn: unknown, format: FORMAT }, ["access-logs"]),
      ],
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
    { name: "unknown format", resources: [api(), logging({ destinationArn: LOG_GROUP, format: unknown })] },
    { name: "unknown access log settings", resources: [api(), logging(unknown)] },
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
        stage(
          {
            accessLogSettings: {
              destinationArn: LOG_GROUP,
              format: '{\n  "requestId": "$context.requestId",\n  "status": "$context.status"\n}',
            },
          },
          pinnedTo("snapshot"),
        ),
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
            "accessLogSettings.format: the format has 4 lines, and AWS allows a single one.\n" +
            'Fix: write the format of stage "live" on one line, such as by JSON.stringify (json.dumps in Python).',
        },
      ],
    },
    {
      name: "recorded state, known by ids alone",
      resources: [
        { ...api(), outputs: { id: "a1b2c3", protocolType: "HTTP" } },
        { ...deployment(), outputs: { id: "d4e5f6", apiId: "a1b2c3" }, madeFrom: { apiId: [] } },
        { ...stage({ apiId: "a1b2c3", autoDeploy: false, deploymentId: "d4e5f6" }), madeFrom: { apiId: [] } },
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
      resources: [api(), deployment(), stage({ autoDeploy: true }, pinnedTo("snapshot"))],
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
      name: "pinned, while autoDeploy is unknown",
      resources: [api(), deployment(), stage({ autoDeploy: unknown }, pinnedTo("snapshot"))],
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
      resources: [api(), deployment("snapshot", { triggers: {} }), stage({}, pinnedTo("snapshot"))],
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
      resources: [api(), deployment("snapshot", TRIGGERED), deployment("older"), stage({}, pinnedTo("snapshot"))],
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
      resources: [api(), deployment("green"), deployment("blue"), stage({}, pinnedTo("green", "blue"))],
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
        { ...api(), outputs: { id: "a1b2c3", protocolType: "HTTP" } },
        { ...deployment(), outputs: { id: "d4e5f6", apiId: "a1b2c3" } },
        stage({ autoDeploy: true, apiId: "a1b2c3", deploymentId: "d4e5f6" }),
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
      resources: [api(), deployment(), deployment("older"), stage({}, pinnedTo("snapshot"))],
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
      resources: [
        api(),
        logGroup("/aws/http-api/images"),
        logging({ destinationArn: "/aws/http-api/images", format: FORMAT }, ["access-logs"]),
      ],
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
        { ...stage(), name: "li\n\u001b[31mve", madeFrom: { apiId: ['im"ages'] } },
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
