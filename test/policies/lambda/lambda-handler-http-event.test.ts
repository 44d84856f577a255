import assert from "node:assert/strict";
import { policies } from "../../../policies";
import { PackProcess } from "../../support/pack-process";
import { madeFrom, output } from "../../support/row-program";
import { type StackResource, stackTable, wireStack } from "../../support/stack-table";
import { assetArchive, fileArchive, stringAsset, unknown } from "../../support/wire";

const ARN = "arn:aws:lambda:eu-west-1:123456789012:function:shop";
const INVOKE_ARN = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${ARN}/invocations`;

const archive = (code: string) => assetArchive({ "handler.py": stringAsset(code) });
const PATH = "def handler(event, context):\n    path = event['path']\n    return path\n";
const RAW_PATH = "def handler(event, context):\n    return event['rawPath']\n";
const BOTH = "def handler(event, context):\n    return event.get('path', event.get('rawPath', ''))\n";

/** The output of which each property is made. */
const OUTPUTS: Readonly<Record<string, string>> = {
  ...{ apiId: "id", restApi: "id", integrationUri: "invokeArn", uri: "invokeArn", target: "arn" },
  ...{ functionName: "name", functionVersion: "version", qualifier: "name" },
};
type From = Readonly<Record<string, readonly string[]>>;
/** Properties, some of which are made from outputs of other resources. */
const made = (properties: object, from: From) => {
  const outputs = Object.entries(from).filter(([, names]) => names.length > 0);
  const ofOthers = outputs.map(([property, names]) => {
    const all = names.map((name) => output(name, OUTPUTS[property]));
    return [property, madeFrom(all, (first) => first)] as const;
  });
  return { ...properties, ...Object.fromEntries(ofOthers) };
};

const lambda = (code: unknown, inputs: object = {}, name = "shop"): StackResource => ({
  type: "aws:lambda/function:Function",
  name,
  inputs: {
    runtime: "python3.12",
    handler: "handler.handler",
    code: typeof code === "string" ? archive(code) : code,
    ...inputs,
  },
});
const node = (code: string): StackResource =>
  lambda(assetArchive({ "handler.js": stringAsset(code) }), { runtime: "nodejs22.x" });
const api = (inputs: object = {}, from: From = {}): StackResource => ({
  type: "aws:apigatewayv2/api:Api",
  name: "shop-api",
  inputs: made({ protocolType: "HTTP", ...inputs }, from),
});
const integration = (inputs: object = {}, from: From = {}, name = "all"): StackResource => ({
  type: "aws:apigatewayv2/integration:Integration",
  name,
  inputs: made(
    { integrationType: "AWS_PROXY", payloadFormatVersion: "2.0", ...inputs },
    { apiId: ["shop-api"], integrationUri: ["shop"], ...from },
  ),
});
const restApi: StackResource = { type: "aws:apigateway/restApi:RestApi", name: "old-api", inputs: {} };
const restIntegration = (inputs: object = {}, name = "get"): StackResource => ({
  type: "aws:apigateway/integration:Integration",
  name,
  inputs: made({ type: "AWS_PROXY", ...inputs }, { restApi: ["old-api"], uri: ["shop"] }),
});
const functionUrl = (inputs: object = {}, from: From = {}): StackResource => ({
  type: "aws:lambda/functionUrl:FunctionUrl",
  name: "shop-url",
  inputs: made(inputs, { functionName: ["shop"], ...from }),
});
const alias = (inputs: object = {}, from: From = {}): StackResource => ({
  type: "aws:lambda/alias:Alias",
  name: "live",
  inputs: made(inputs, { functionName: ["shop"], functionVersion: ["shop"], ...from }),
});

const path = (sender: string) => ({
  on: "shop",
  text:
    `handler.py:2:12: event["path"] raises KeyError: ${sender} no "path".\n` +
    'Fix: write path = event.get("path", event.get("rawPath", "")).',
});
const rawPath = (sender: string) => ({
  on: "shop",
  text:
    `handler.py:2:12: event["rawPath"] raises KeyError: ${sender} no "rawPath".\n` +
    'Fix: write event.get("rawPath", event.get("path", "")).',
});
const HTTP_2 = 'integration "all" of HTTP API "shop-api" sends payload format 2.0, which has';
const HTTP_1 = 'integration "all" of HTTP API "shop-api" sends payload format 1.0, which has';

stackTable({
  policy: "lambda-handler-http-event",
  passes: [
    { name: "a fallback for the other format", resources: [lambda(BOTH), api(), integration()] },
    { name: "2.0 and a handler for 2.0", resources: [lambda(RAW_PATH), api(), integration()] },
    {
      name: "1.0 and a handler for 1.0",
      resources: [lambda(PATH), api(), integration({ payloadFormatVersion: "1.0" })],
    },
    { name: "REST API and a handler for 1.0", resources: [lambda(PATH), restApi, restIntegration()] },
    { name: "function that nothing sends HTTP events", resources: [lambda(PATH), lambda(PATH, {}, "other"), api()] },
    {
      name: "function behind a queue",
      resources: [
        lambda(PATH),
        {
          type: "aws:lambda/eventSourceMapping:EventSourceMapping",
          name: "queue",
          inputs: { functionName: output("shop", "arn") },
        },
      ],
    },
    {
      name: "WebSocket API",
      resources: [
        lambda(PATH),
        api({ protocolType: "WEBSOCKET" }),
        integration({ payloadFormatVersion: "1.0" }),
        integration({ payloadFormatVersion: "2.0" }, {}, "other"),
      ],
    },
    {
      name: "load balancer",
      resources: [
        lambda(RAW_PATH),
        {
          type: "aws:lb/targetGroupAttachment:TargetGroupAttachment",
          name: "target",
          inputs: { targetId: output("shop", "arn") },
        },
      ],
    },
    {
      name: "API of an unknown protocol",
      resources: [lambda(PATH), api({ protocolType: unknown }), integration()],
    },
    {
      name: "unknown payload format",
      resources: [
        lambda(PATH),
        api(),
        {
          ...integration({ payloadFormatVersion: unknown }),
          inputs: { payloadFormatVersion: unknown },
        },
      ],
    },
    {
      name: "payload format 1.0 of an API elsewhere, which may be a WebSocket API",
      resources: [lambda(RAW_PATH), integration({ apiId: "a1b2c3", payloadFormatVersion: "1.0" }, { apiId: [] })],
    },
    {
      name: "integrations of other kinds",
      resources: [
        lambda(PATH),
        api(),
        integration({ integrationType: "HTTP_PROXY" }),
        restApi,
        restIntegration({ type: "AWS" }),
      ],
    },
    {
      name: "function elsewhere",
      resources: [lambda(PATH), api(), integration({ integrationUri: INVOKE_ARN }, { integrationUri: [] })],
    },
    {
      name: "one of two functions",
      at: ["preview"],
      resources: [
        lambda(PATH),
        lambda(BOTH, {}, "other"),
        api(),
        integration({}, { integrationUri: ["shop", "other"] }),
      ],
    },
    {
      name: "alias of a version from before",
      resources: [
        lambda(PATH, { version: unknown }),
        alias({ functionVersion: "3" }, { functionVersion: [] }),
        api(),
        integration({}, { integrationUri: ["live"] }),
      ],
    },
    {
      name: "aliases that are made from each other",
      resources: [
        { type: "aws:lambda/function:Function", name: "shop", outputs: lambda(PATH).inputs ?? {} },
        ...["live", "next"].map((name, index, names) => ({
          type: "aws:lambda/alias:Alias",
          name,
          outputs: { functionVersion: unknown },
          madeFrom: { functionName: ["shop"], functionVersion: [names[1 - index] ?? ""] },
        })),
        {
          type: "aws:lambda/functionUrl:FunctionUrl",
          name: "shop-url",
          outputs: { qualifier: unknown },
          madeFrom: { functionName: ["shop"], qualifier: ["live"] },
        },
      ],
    },
    {
      name: "function URL of a version from before",
      resources: [lambda(PATH, { version: "4" }), functionUrl({ qualifier: "3" })],
    },
    { name: "quick create with a URL", resources: [lambda(PATH), api({ target: "https://example.com" })] },
    { name: "another language", resources: [lambda(PATH, { runtime: "java21" }), api(), integration()] },
    ...[
      "exports.handler = async (event) => (event.path ?? event.rawPath).split('/')\n",
      "exports.handler = async (event) => event.requestContext?.http?.method ?? event.httpMethod.toUpperCase()\n",
      "exports.handler = async (event) => {\n  if (event.version === '2.0') return event.rawPath.split('/');\n  return event.path.split('/');\n};\n",
      "exports.handler = async ({ httpMethod, rawPath }) => httpMethod === 'GET' && rawPath.length\n",
      "exports.handler = async (event) => {\n  try { return event.path.split('/'); } catch { return event.rawPath.split('/'); }\n};\n",
      "const middy = require('@middy/core');\nexports.handler = middy(async (event) => event.path.split('/')).use(other());\n",
      "const middy = require('@middy/core');\nexports.handler = middy((event) => event.path.split('/')).use({ before: ({ event }) => { event.path = event.rawPath; } });\n",
      "const middy = require('@middy/core');\nexports.handler = middy((event) => event.body.name).use(require('@middy/http-json-body-parser')());\n",
      "exports.handler = async (event) => event.queryStringParameters?.id ?? (event.queryStringParameters || {}).name\n",
    ].map((code, index) => ({
      name: `Node.js that knows the format, ${index}`,
      resources: [node(code), api(), integration()],
    })),
    {
      name: "header in lower case, body as JSON, resolver of the format",
      resources: [
        lambda(
          "import json\nfrom aws_lambda_powertools.event_handler import APIGatewayHttpResolver\napp = APIGatewayHttpResolver()\n" +
            "def handler(event, context):\n    json.loads(event['body'])['x']\n    event['headers']['host']\n    return app.resolve(event, context)\n",
        ),
        api(),
        integration(),
      ],
    },
    {
      name: "body that some caller has parsed",
      resources: [
        lambda(
          "def handler(event, context):\n    body = event['body']\n    if isinstance(body, dict):\n        return body['x']\n",
        ),
        api(),
        integration(),
      ],
    },
    {
      name: "unknown runtime, and no code",
      resources: [lambda(null, { runtime: unknown }), api(), integration()],
    },
    { name: "unknown handler", resources: [lambda(PATH, { handler: unknown }), api(), integration()] },
    { name: "handler without a function", resources: [lambda(PATH, { handler: "handler" }), api(), integration()] },
    { name: "handler that is not there", resources: [lambda(PATH, { handler: "main.handler" }), api(), integration()] },
    {
      name: "both formats, told apart",
      resources: [
        lambda(
          "def handler(event, context):\n" +
            "    if event.get('version') == '2.0':\n        return event['rawPath']\n    return event['path']\n",
        ),
        api(),
        integration(),
        restApi,
        restIntegration(),
      ],
    },
    {
      name: "comparisons by code that knows both formats",
      resources: [
        node(
          "exports.handler = async (event) => event.httpMethod === 'GET' || event.requestContext?.http?.method === 'GET'\n",
        ),
        api(),
        integration(),
      ],
    },
  ],
  violates: [
    {
      name: "Node.js that uses what is undefined",
      resources: [
        node(
          "exports.handler = async (event) => {\n  const verb = event.httpMethod.toLowerCase();\n" +
            "  const { path } = event;\n  return [verb, path.split('/'), event.requestContext.identity.sourceIp];\n};\n",
        ),
        api(),
        integration(),
      ],
      findings: [
        {
          on: "shop",
          text:
            `handler.js:2:16: event.httpMethod is undefined, and using it raises TypeError: ${HTTP_2} no "httpMethod".\n` +
            "Fix: write event.httpMethod ?? event.requestContext?.http?.method.",
        },
        {
          on: "shop",
          text:
            `handler.js:4:17: path is undefined, and using it raises TypeError: ${HTTP_2} no "path".\n` +
            "Fix: read rawPath of the event instead.",
        },
        {
          on: "shop",
          text:
            `handler.js:4:34: event.requestContext.identity is undefined, and using it raises TypeError: ${HTTP_2} no "identity" in "requestContext".\n` +
            "Fix: read requestContext.http, which has sourceIp and userAgent.",
        },
      ],
    },
    {
      name: "keys of another format that are compared with texts, which fails nothing",
      resources: [
        node(
          "exports.handler = async (event) => {\n  switch (event.httpMethod + ' /') {\n    case 'GET /':\n      return 1;\n  }\n}\n",
        ),
        api(),
        integration(),
      ],
      findings: [
        {
          on: "shop",
          level: "advisory",
          text:
            `handler.js:3:10: the event has no "httpMethod", so the comparison is never true: ${HTTP_2} none.\n` +
            "Fix: write event.httpMethod ?? event.requestContext?.http?.method.",
        },
      ],
    },
    {
      name: "a default, a list and a table that no key of another format is ever in",
      resources: [
        node(
          "const routes = { 'GET /pets': () => 1 };\nexports.handler = async (event) => {\n  if ((event.httpMethod || '').toUpperCase() === 'GET') return 1;\n  if (['PUT'].includes(event.requestContext.httpMethod)) return 2;\n  return routes[event.httpMethod + ' ' + event.path];\n}\n",
        ),
        api(),
        integration(),
      ],
      findings: [
        {
          on: "shop",
          level: "advisory",
          text: `handler.js:3:7: the event has no "httpMethod", so the comparison is never true: ${HTTP_2} none.\nFix: write event.httpMethod ?? event.requestContext?.http?.method.`,
        },
        {
          on: "shop",
          level: "advisory",
          text: `handler.js:4:7: the event has no "httpMethod" in "requestContext", so the comparison is never true: ${HTTP_2} none.\nFix: write event.requestContext?.httpMethod ?? event.requestContext?.http?.method.`,
        },
        {
          on: "shop",
          level: "advisory",
          text: `handler.js:5:10: the event has no "path", so the comparison is never true: ${HTTP_2} none.\nFix: read rawPath of the event instead.`,
        },
      ],
    },
    {
      name: "claims of another format, None in a sum, and an error of AWS that any exception is taken for",
      resources: [
        lambda(
          "def handler(event, context):\n    try:\n        user = event['requestContext']['authorizer']['claims']['sub']\n        return user + ' ' + event.get('path')\n    except Exception as error:\n        return answer(error.response['ResponseMetadata']['HTTPStatusCode'])\ndef answer(status):\n    return {'statusCode': status}\n",
        ),
        api(),
        integration(),
      ],
      findings: [
        {
          on: "shop",
          text: `handler.py:3:16: event["requestContext"]["authorizer"]["claims"] raises KeyError: ${HTTP_2} no "claims" in "requestContext.authorizer".\nFix: read requestContext.authorizer.jwt.claims, which has the claims of a JWT authorizer.`,
        },
        {
          on: "shop",
          text: `handler.py:4:16: event["path"] is None, and using it raises an exception: ${HTTP_2} no "path".\nFix: write event.get("path", event.get("rawPath", "")).`,
        },
      ],
    },
    {
      name: "wrappers that hand the event on, and a class whose methods are fields",
      resources: [
        lambda(
          assetArchive({
            "handler.mjs": stringAsset(
              'import middy from "@middy/core";\nimport { metricScope } from "aws-embedded-metrics";\nclass Shop {\n  constructor(name = "shop") {\n    this.name = name;\n  }\n  get = (event) => event.path.slice(1) + this.name;\n}\nconst shop = new Shop();\nconst scoped = metricScope((metrics) => (event) => shop.get(event));\nexport const handler = middy(async (event) => scoped(event));\n',
            ),
          }),
          { runtime: "nodejs22.x" },
        ),
        api(),
        integration(),
      ],
      findings: [
        {
          on: "shop",
          text: `handler.mjs:7:20: event.path is undefined, and using it raises TypeError: ${HTTP_2} no "path".\nFix: write event.path ?? event.rawPath.`,
        },
      ],
    },
    {
      name: "middlewares that leave the event as it is, an async function that a compiler has written",
      resources: [
        node(
          'const middy_1 = __importDefault(require("@middy/core"));\nconst cors_1 = __importDefault(require("@middy/http-cors"));\nconst tslib_1 = require("tslib");\nconst base = (event) => tslib_1.__awaiter(void 0, void 0, void 0, function* () { return yield event.path.slice(1); });\nexports.handler = (0, middy_1.default)().use([(0, cors_1.default)()]).handler(base);\nfunction __importDefault(mod) { return mod && mod.__esModule ? mod : { default: mod }; }\n',
        ),
        api(),
        integration(),
      ],
      findings: [
        {
          on: "shop",
          text: `handler.js:4:95: event.path is undefined, and using it raises TypeError: ${HTTP_2} no "path".\nFix: write event.path ?? event.rawPath.`,
        },
      ],
    },
    {
      name: "a context manager of the code's own, and keys one by one",
      resources: [
        lambda(
          "from contextlib import contextmanager\n@contextmanager\ndef timed():\n    try:\n        yield 1\n    finally:\n        print('done')\n@contextmanager\ndef safe():\n    try:\n        yield\n    except Exception:\n        print('failed')\ndef handler(event, context):\n    with safe():\n        print(event['httpMethod'])\n    with timed():\n        return {k: event[k] for k in ('rawPath', 'path')}\n",
        ),
        api(),
        integration(),
      ],
      findings: [
        {
          on: "shop",
          text: `handler.py:18:20: event raises KeyError: ${HTTP_2} no "path".\nFix: read rawPath of the event instead.`,
        },
      ],
    },
    {
      name: "parameters that a request may not have",
      resources: [node("exports.handler = async (event) => event.queryStringParameters.id\n"), api(), integration()],
      findings: [
        {
          on: "shop",
          level: "advisory",
          text:
            "handler.js:1:36: event.queryStringParameters is null where a request has no query string, and using it raises TypeError.\n" +
            "Fix: write event.queryStringParameters?.…, and answer 400 where a parameter is missing.",
        },
      ],
    },
    {
      name: "an answer that is set where something fails, after a package has looked at the event",
      resources: [
        lambda(
          "from layer import validate\ndef handler(event, context):\n    if validate(event):\n        return {'statusCode': 400}\n" +
            "    status = 200\n    try:\n        body = event['routeKey']\n    except Exception as error:\n        status = 500\n        body = str(error)\n" +
            "    return {'statusCode': status, 'body': body}\n",
        ),
        restApi,
        restIntegration(),
      ],
      findings: [
        {
          on: "shop",
          text:
            'handler.py:7:16: event["routeKey"] raises KeyError: integration "get" of REST API "old-api" sends the payload of REST APIs, which has no "routeKey".\n' +
            "Fix: read httpMethod and resource, which are the two halves of it.",
        },
      ],
    },
    {
      name: "header with a capital, key of a text, resolver of another format",
      resources: [
        lambda(
          "from aws_lambda_powertools.event_handler import APIGatewayRestResolver\napp = APIGatewayRestResolver()\n" +
            "def handler(event, context):\n    host = event['headers']['Host']\n    id = event['rawPath']['id']\n    name = event['body']['name']\n" +
            "    return app.resolve(event, context)\n",
        ),
        api(),
        integration(),
      ],
      findings: [
        {
          on: "shop",
          text:
            `handler.py:4:12: event["headers"]["Host"] raises KeyError: ${HTTP_2} no "Host" in "headers".\n` +
            'Fix: write host = event.get("headers", {}).get("Host", event.get("headers", {}).get("host", "")).',
        },
        {
          on: "shop",
          text:
            'handler.py:5:10: event["rawPath"]["id"] fails: "rawPath" is a string and has no "id".\n' +
            'Fix: write id = event["pathParameters"]["id"].',
        },
        {
          on: "shop",
          text:
            'handler.py:6:12: event["body"]["name"] fails: "body" is a string and has no "name".\n' +
            'Fix: read it from json.loads(event["body"]).',
        },
        {
          on: "shop",
          text:
            `handler.py:7:12: APIGatewayRestResolver reads "path" of each event and raises KeyError: ${HTTP_2} no "path".\n` +
            "Fix: use APIGatewayHttpResolver.",
        },
      ],
    },
    {
      name: "2.0 and a handler for 1.0",
      resources: [
        lambda("def handler(event, context):\n    path = event['path']\n    method = event['httpMethod']\n"),
        api(),
        integration(),
      ],
      findings: [
        path(HTTP_2),
        {
          on: "shop",
          text:
            `handler.py:3:14: event["httpMethod"] raises KeyError: ${HTTP_2} no "httpMethod".\n` +
            'Fix: write method = event.get("httpMethod", event.get("requestContext", {}).get("http", {}).get("method", "")).',
        },
      ],
    },
    {
      name: "1.0 and a handler for 2.0",
      resources: [
        lambda(`${RAW_PATH}    event['requestContext']\n`),
        api(),
        integration({ payloadFormatVersion: "1.0" }),
      ],
      findings: [rawPath(HTTP_1)],
    },
    {
      name: "the provider's default format",
      resources: [lambda(RAW_PATH), api(), integration({ payloadFormatVersion: undefined })],
      findings: [rawPath(HTTP_1)],
    },
    {
      name: "key in the request context",
      resources: [
        lambda("def handler(event, context):\n    return event['requestContext']['http']['method']\n"),
        api(),
        integration({ payloadFormatVersion: "1.0" }),
      ],
      findings: [
        {
          on: "shop",
          text:
            `handler.py:2:12: event["requestContext"]["http"] raises KeyError: ${HTTP_1} no "http" in "requestContext".\n` +
            'Fix: write event.get("requestContext", {}).get("http", {}).get("method", event.get("httpMethod", "")).',
        },
      ],
    },
    {
      name: "recorded state, known by ARN alone",
      at: ["up", "state"],
      resources: [
        lambda(PATH, { name: "shop" }),
        api(),
        integration({ integrationUri: INVOKE_ARN }, { integrationUri: [] }),
      ],
      findings: [path(HTTP_2)],
    },
    {
      name: "plain ARN of the function in a recorded state, API of another stack",
      at: ["up", "state"],
      resources: [
        lambda(PATH, { name: "shop" }),
        integration({ apiId: "a1b2c3", integrationUri: ARN }, { apiId: [], integrationUri: [] }),
      ],
      findings: [path('integration "all" sends payload format 2.0, which has')],
    },
    {
      name: "text made of the function's ARN",
      resources: [lambda(PATH, { name: "shop" }), api(), integration({ integrationUri: INVOKE_ARN })],
      findings: [path(HTTP_2)],
    },
    {
      name: "REST API",
      resources: [lambda(RAW_PATH), restApi, restIntegration()],
      findings: [rawPath('integration "get" of REST API "old-api" sends the payload of REST APIs, which has')],
    },
    {
      name: "events of a REST API, which have no version",
      resources: [
        lambda("def handler(event, context):\n    return event['version']\n"),
        restApi,
        restIntegration(),
        api(),
        integration(),
      ],
      findings: [
        {
          on: "shop",
          text:
            'handler.py:2:12: event["version"] raises KeyError: integration "get" of REST API "old-api" sends the payload of REST APIs, which has no "version".\n' +
            'Fix: write event.get("version", "1.0").',
        },
      ],
    },
    {
      name: "function URL",
      resources: [lambda(PATH), functionUrl()],
      findings: [path('function URL "shop-url" sends payload format 2.0, which has')],
    },
    {
      name: "function URL of a recorded state, by the function's name",
      resources: [
        lambda(PATH, { name: "shop-1a2b" }),
        functionUrl({ functionName: "shop-1a2b" }, { functionName: [] }),
      ],
      findings: [path('function URL "shop-url" sends payload format 2.0, which has')],
    },
    {
      name: "function URL of an alias",
      resources: [lambda(PATH), alias(), functionUrl({ qualifier: unknown }, { qualifier: ["live"] })],
      findings: [path('function URL "shop-url" sends payload format 2.0, which has')],
    },
    {
      name: "alias of the version that the program ships",
      resources: [lambda(PATH), alias(), api(), integration({}, { integrationUri: ["live"] })],
      findings: [path(HTTP_2)],
    },
    {
      name: "alias of the latest version",
      resources: [
        lambda(PATH),
        alias({ functionVersion: "$LATEST" }, { functionVersion: [] }),
        api(),
        integration({}, { integrationUri: ["live"] }),
      ],
      findings: [path(HTTP_2)],
    },
    {
      name: "alias in a recorded state",
      resources: [
        lambda(PATH, { name: "shop-1a2b", version: "4" }),
        alias(
          { functionName: "shop-1a2b", functionVersion: "4", invokeArn: `${INVOKE_ARN}:live` },
          { functionName: [], functionVersion: [] },
        ),
        api(),
        integration({ integrationUri: `${INVOKE_ARN}:live` }, { integrationUri: [] }),
      ],
      findings: [path(HTTP_2)],
    },
    {
      name: "quick create",
      resources: [lambda(PATH), api({ target: unknown }, { target: ["shop"] })],
      findings: [path('HTTP API "shop-api" sends payload format 2.0, which has')],
    },
    {
      name: "both formats, and a handler for one of them",
      resources: [lambda(PATH), api(), integration(), restApi, restIntegration()],
      findings: [path(HTTP_2)],
    },
    {
      name: "both formats, told apart for one key only",
      resources: [
        lambda(
          "def handler(event, context):\n" +
            "    path = event['path']\n" +
            "    if 'rawPath' in event:\n        return event['rawPath']\n    return event['httpMethod']\n",
        ),
        api(),
        integration(),
        restApi,
        restIntegration(),
      ],
      findings: [path(HTTP_2)],
    },
    {
      name: "several that send the same format, and several that send another",
      resources: [
        lambda(RAW_PATH),
        api(),
        integration({ payloadFormatVersion: "1.0" }),
        restApi,
        restIntegration(),
        restIntegration({}, "post"),
        functionUrl(),
      ],
      findings: [
        rawPath(
          'integration "all" of HTTP API "shop-api" sends payload format 1.0 and integration "get" of REST API "old-api" and integration "post" of REST API "old-api" send the payload of REST APIs, which have',
        ),
      ],
    },
    {
      name: "events of a queue as well",
      resources: [
        lambda(
          "def handler(event, context):\n" +
            "    path = event['path'] if 'Records' not in event else event['Records'][0]['path']\n",
        ),
        api(),
        integration(),
        {
          type: "aws:lambda/eventSourceMapping:EventSourceMapping",
          name: "queue",
          inputs: { functionName: output("shop", "arn") },
        },
      ],
      findings: [
        {
          on: "shop",
          text:
            `handler.py:2:12: event["path"] raises KeyError: ${HTTP_2} no "path".\n` +
            'Fix: write event.get("path", event.get("rawPath", "")).',
        },
      ],
    },
    {
      name: "module of the code, a package in a directory",
      resources: [
        lambda(
          assetArchive({
            src: assetArchive({
              "app.py": stringAsset(
                "from src.routes import route\n\n\ndef main(event, context):\n    return route(event)\n",
              ),
              "routes.py": stringAsset("# routes\n\n\ndef route(request):\n    return request['path']\n"),
            }),
          }),
          { handler: "src/app.main" },
        ),
        api(),
        integration(),
      ],
      findings: [
        {
          on: "shop",
          text:
            `src/routes.py:5:12: request["path"] raises KeyError: ${HTTP_2} no "path".\n` +
            'Fix: write request.get("path", request.get("rawPath", "")).',
        },
      ],
    },
    {
      name: "reads in several modules, by file and line whichever comes first",
      resources: [
        lambda(
          assetArchive({
            "handler.py": stringAsset(
              "import routes\nimport auth\n\ndef handler(event, context):\n    routes.route(event)\n    auth.check(event)\n    return event['path']\n",
            ),
            "routes.py": stringAsset("def route(event):\n    return event['path']\n"),
            "auth.py": stringAsset("def check(event):\n    return event['path']\n"),
          }),
        ),
        api(),
        integration(),
      ],
      findings: ["auth.py:2:12", "handler.py:7:12", "routes.py:2:12"].map((place) => ({
        on: "shop",
        text:
          `${place}: event["path"] raises KeyError: ${HTTP_2} no "path".\n` +
          'Fix: write event.get("path", event.get("rawPath", "")).',
      })),
    },
    {
      name: "reads in a function above the handler that calls it",
      resources: [
        lambda(
          "def route(event):\n    return event['path']\n\n" +
            "def handler(event, context):\n    return event['path'], route(event)\n",
        ),
        api(),
        integration(),
      ],
      findings: ["handler.py:2:12", "handler.py:5:12"].map((place) => ({
        on: "shop",
        text:
          `${place}: event["path"] raises KeyError: ${HTTP_2} no "path".\n` +
          'Fix: write event.get("path", event.get("rawPath", "")).',
      })),
    },
    {
      name: "a line that reads what either of two formats does not have",
      resources: [
        lambda("def handler(event, context):\n    return event['rawPath'], event['path']\n"),
        api(),
        integration(),
        restApi,
        restIntegration(),
      ],
      findings: [
        {
          on: "shop",
          text:
            'handler.py:2:12: event["rawPath"] raises KeyError: integration "get" of REST API "old-api" sends the payload of REST APIs, which has no "rawPath".\n' +
            'Fix: write event.get("rawPath", event.get("path", "")).',
        },
        {
          on: "shop",
          text:
            `handler.py:2:30: event["path"] raises KeyError: ${HTTP_2} no "path".\n` +
            'Fix: write event.get("path", event.get("rawPath", "")).',
        },
      ],
    },
    {
      name: "several reads, one twice on a line",
      resources: [
        lambda(
          "def handler(event, context):\n" +
            "    é = 'ü'; x = event['path'], event['path'], event['resource']\n    return event['path']\n",
        ),
        api(),
        integration(),
      ],
      findings: [
        {
          on: "shop",
          text:
            `handler.py:2:18: event["path"] raises KeyError: ${HTTP_2} no "path".\n` +
            'Fix: write event.get("path", event.get("rawPath", "")).',
        },
        {
          on: "shop",
          text:
            `handler.py:2:48: event["resource"] raises KeyError: ${HTTP_2} no "resource".\n` +
            'Fix: write event.get("resource", event.get("routeKey", "").split(" ")[-1]), since routeKey has it after the blank.',
        },
        {
          on: "shop",
          text:
            `handler.py:3:12: event["path"] raises KeyError: ${HTTP_2} no "path".\n` +
            'Fix: write event.get("path", event.get("rawPath", "")).',
        },
      ],
    },
    {
      name: "code in a directory",
      resources: [lambda(fileArchive("examples/image-pipeline/lambda/flawed/api")), api(), integration()],
      options: { programDirectory: process.cwd() },
      findings: [
        {
          on: "shop",
          text:
            `examples/image-pipeline/lambda/flawed/api/handler.py:22:12: event["path"] raises KeyError: ${HTTP_2} no "path".\n` +
            'Fix: write path = event.get("path", event.get("rawPath", "")).',
        },
        {
          on: "shop",
          text:
            `examples/image-pipeline/lambda/flawed/api/handler.py:23:14: event["httpMethod"] raises KeyError: ${HTTP_2} no "httpMethod".\n` +
            'Fix: write method = event.get("httpMethod", event.get("requestContext", {}).get("http", {}).get("method", "")).',
        },
      ],
    },
  ],
});

describe("policy lambda-handler-http-event on code that it cannot check", () => {
  let pack: PackProcess;
  before(async () => {
    pack = await PackProcess.start();
    const others = policies.map(({ metadata: { name } }) => [name, { level: "disabled" }] as const);
    await pack.configure({ ...Object.fromEntries(others), "lambda-handler-http-event": { level: "mandatory" } });
  });
  after(() => pack.stop());

  const image = { packageType: "Image", imageUri: "shop:1", runtime: null, handler: null };
  for (const [what, shop, ...lines] of [
    [
      "code in a bucket",
      lambda(null, { s3Bucket: "shop-code" }),
      'Not checked: the code of "shop", because it is in an S3 bucket, from where nothing is downloaded.',
      'Fix: give the code as a FileArchive or AssetArchive of what is on this machine; to hide this, exempt the function or set option unjudged to "silent".',
    ],
    [
      "a file with a syntax error",
      lambda("def handler(event, context:\n    return event['path']\n"),
      'Not checked: a part of the code of "shop", because "handler.py" cannot be parsed as a whole.',
      "Fix: correct it so that it can be checked, or leave it out of the archive.",
    ],
  ] as const) {
    it(`says so of ${what}, as an advisory`, async () => {
      const stack = wireStack({ name: what, resources: [shop, api(), integration()] });
      const [said, ...more] = await pack.analyzeStack(stack);
      assert.deepEqual([said?.level, said?.message.split("\n").slice(1, -1)], ["advisory", lines]);
      assert.deepEqual(more, []);
    });
  }
  const odd: Readonly<Record<string, string>> = {
    "lists that are twice in the next": `    a0 = [1]\n${Array.from({ length: 60 }, (_, at) => `    a${at + 1} = [a${at}, a${at}]\n`).join("")}    a60 == 1\n`,
    "arguments that are spread twice": `    a = [1, 2]\n    def f(*b): return b\n${"    a = f(*a, *a)\n".repeat(60)}`,
    "lists that are deep in each other": `    a = [1]\n${"    a = [a]\n".repeat(20_000)}    a == 1\n`,
  };
  for (const [what, body] of Object.entries(odd)) {
    it(`checks a function of ${what} to its end`, async () => {
      const resources = [
        lambda(`def handler(event, context):\n${body}    return event['path']\n`),
        api(),
        integration(),
      ];
      const found = await pack.analyzeStack(wireStack({ name: what, resources }));
      assert.deepEqual(
        found.map(({ level }) => level),
        ["mandatory"],
      );
    });
  }
  it("says nothing of images, and where nothing sends the function HTTP events or it is of another language", async () => {
    const other = lambda(null, { s3Bucket: "shop-code", runtime: "java21" });
    for (const resources of [
      [lambda(null, image), api(), integration()],
      [lambda(null, { s3Bucket: "shop-code" }), api()],
      [other, api(), integration()],
    ])
      assert.deepEqual(await pack.analyzeStack(wireStack({ name: "others", resources })), []);
  });
});
