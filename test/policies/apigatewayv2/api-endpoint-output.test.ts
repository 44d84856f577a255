import { madeFrom, output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";
import { secret, unknown } from "../../support/wire";

const ENDPOINT = "https://a1b2c3.execute-api.eu-west-1.amazonaws.com";
const URL = output("live", "invokeUrl");

const api = (inputs: object = {}) => ({
  type: "aws:apigatewayv2/api:Api",
  name: "images",
  inputs: { protocolType: "HTTP", ...inputs },
});
const stage = (inputs: object = {}) => ({
  type: "aws:apigatewayv2/stage:Stage",
  name: "live",
  inputs: { apiId: output("images"), name: "$default", ...inputs },
});
/** What AWS never answers together, and what a state of another version may hold. */
const stored = {
  api: (outputs: object = {}) => ({
    type: "aws:apigatewayv2/api:Api",
    name: "images",
    outputs: { id: "a1b2c3", protocolType: "HTTP", apiEndpoint: ENDPOINT, ...outputs },
  }),
  stage: (outputs: object = {}, madeFrom: Record<string, readonly string[]> = { apiId: ["images"] }) => ({
    type: "aws:apigatewayv2/stage:Stage",
    name: "live",
    outputs: { apiId: "a1b2c3", name: "$default", invokeUrl: `${ENDPOINT}/`, ...outputs },
    madeFrom,
  }),
};
const component = (name: string, outputs: object, parent?: string) => ({
  type: "acme:web:Site",
  name,
  outputs: { ...outputs },
  component: true,
  ...(parent && { parent }),
});

const rest = [
  { type: "aws:apigateway/restApi:RestApi", name: "shop", inputs: {} },
  {
    type: "aws:apigateway/stage:Stage",
    name: "live",
    inputs: { restApi: output("shop"), deployment: "d1e2f3", stageName: "prod" },
  },
];
const byHand = (path: string) =>
  madeFrom([output("shop")], (id) => `https://${id}.execute-api.eu-west-1.amazonaws.com${path}`);
const CONCAT =
  'Fix: write pulumi.concat(stage.invokeUrl, "/…") (pulumi.Output.concat(stage.invoke_url, "/…") in Python).';

stackTable({
  policy: "api-endpoint-output",
  passes: [
    { name: "apiEndpoint of the API", resources: [api(), stage()], exports: { url: output("images", "apiEndpoint") } },
    {
      name: "endpoint with a path, a port or nothing behind it",
      resources: [api()],
      exports: {
        path: madeFrom([output("images", "apiEndpoint")], (url) => `${url}/items`),
        text: madeFrom([output("images", "apiEndpoint")], (url) => `curl ${url}:443 ${url}?a=b`),
        china: "https://a1b2c3.execute-api.cn-north-1.amazonaws.com.cn/items",
      },
    },
    {
      name: "URLs of a stage with a name, of the API alone, and of another API",
      resources: rest,
      exports: {
        url: output("live", "invokeUrl"),
        items: madeFrom([output("live", "invokeUrl")], (url) => `${url}/items?page=1`),
        host: byHand(""),
        pattern: byHand("/{stage}/items"),
        other: "https://z9y8x7.execute-api.eu-west-1.amazonaws.com/items",
      },
    },
    { name: "no outputs", resources: [api(), stage()] },
    { name: "invokeUrl of a stage with a name", resources: [api(), stage({ name: "v1" })], exports: { url: URL } },
    {
      name: "invokeUrl of a stage with a name that ends with a slash",
      resources: [api(), stage({ name: "v1" })],
      exports: { url: madeFrom([URL], (url) => `${url}/`) },
    },
    {
      name: "invokeUrl without a slash",
      resources: [stored.stage({ invokeUrl: ENDPOINT }, {})],
      exports: { url: ENDPOINT },
    },
    {
      name: "stage of unknown name",
      resources: [stored.api(), stored.stage({ name: unknown })],
      exports: { url: `${ENDPOINT}/` },
    },
    {
      name: "value that merely contains the URL",
      resources: [api(), stage()],
      exports: { page: madeFrom([URL], (url) => `${url}docs`), text: madeFrom([URL], (url) => `see ${url}`) },
    },
    {
      name: "WebSocket API",
      resources: [api({ protocolType: "WEBSOCKET" }), stage()],
      exports: { url: madeFrom([URL], (url) => `${url}/`), same: URL },
    },
    {
      name: "endpoint of the API that is the same text",
      resources: [stored.api({ apiEndpoint: `${ENDPOINT}/` }), stored.stage()],
      exports: { url: `${ENDPOINT}/` },
    },
    {
      name: "endpoint of the API that is unknown, so that it may be the same text",
      resources: [stored.api({ apiEndpoint: unknown }), stored.stage()],
      exports: { url: `${ENDPOINT}/` },
    },
    {
      name: "unknown API, so that its endpoint may be the same text",
      resources: [stored.stage({ apiId: unknown }, { apiId: [] })],
      exports: { url: `${ENDPOINT}/` },
    },
    {
      name: "one of two APIs, of which the endpoint of one may be the same text",
      resources: [
        stored.api(),
        { ...stored.api({ apiEndpoint: unknown }), name: "videos" },
        stored.stage({ apiId: unknown }, { apiId: ["images", "videos"] }),
      ],
      exports: { url: `${ENDPOINT}/` },
    },
    {
      name: "API that something else of the stack gave, so that its endpoint may be the same text",
      resources: [
        {
          type: "aws:ssm/parameter:Parameter",
          name: "api-id",
          inputs: { name: "api", type: "String", value: "a1b2c3" },
        },
        stage({ apiId: output("api-id", "value") }),
      ],
      exports: { url: URL },
    },
    {
      name: "REST API",
      resources: [
        api(),
        stage({ name: "v1" }),
        {
          type: "aws:apigateway/stage:Stage",
          name: "rest",
          inputs: { restApi: "r1", deployment: "d1", stageName: "$default" },
        },
      ],
      exports: { url: output("rest", "invokeUrl") },
    },
    {
      name: "component of a package",
      resources: [api(), stage(), { ...component("site", { url: URL }), type: "awsx:apigateway:API" }],
    },
    {
      name: "output of another stack",
      resources: [
        api(),
        stage(),
        {
          type: "pulumi:pulumi:StackReference",
          name: "other",
          inputs: { name: "other" },
          outputs: { outputs: { url: URL } },
        },
      ],
    },
  ],
  violates: [
    {
      name: "URLs of a REST API that lead to no stage",
      resources: rest,
      exports: {
        arn: madeFrom([output("shop", "executionArn")], (arn) => `https://${arn}/prod`),
        items: byHand("/items"),
        joined: madeFrom([output("live", "invokeUrl")], (url) => `${url}items`),
      },
      findings: [
        { on: "stack", text: `arn: the URL has an ARN in place of a host, and leads nowhere.\n${CONCAT}` },
        {
          on: "stack",
          text: `items: "items" is not a stage of API "shop", which has "prod", so the URL leads nowhere.\n${CONCAT}`,
        },
        {
          on: "stack",
          text: `joined: "proditems" is not a stage of API "shop", which has "prod", so the URL leads nowhere: a slash is missing after the stage.\n${CONCAT}`,
        },
      ],
    },
    {
      name: "path that is appended to the endpoint without a slash",
      resources: [api()],
      exports: { url: madeFrom([output("images", "apiEndpoint")], (url) => `${url}items/7`) },
      findings: [
        {
          on: "stack",
          text:
            'url: the URL has the host "0780d4cfca.execute-api.eu-west-1.amazonaws.comitems", which does not exist: a slash is missing before what is appended to the endpoint of the API.\n' +
            'Fix: write pulumi.concat(api.apiEndpoint, "/…") (pulumi.Output.concat(api.api_endpoint, "/…") in Python).',
        },
      ],
    },
    {
      name: "invokeUrl of the $default stage, as documented",
      resources: [api(), stage()],
      exports: { api_base_url: URL, bucket: "images" },
      findings: [
        {
          on: "stack",
          text:
            'api_base_url: the output is invokeUrl of $default stage "live", which is the endpoint of its API with a slash added.\n' +
            'Fix: export apiEndpoint of API "images" instead.',
        },
      ],
    },
    {
      name: "values in objects and lists, and secret ones",
      resources: [api(), stage()],
      exports: { apis: [{ "base url": URL }], hidden: secret(URL) },
      findings: [
        {
          on: "stack",
          text:
            'apis[0]["base url"]: the output is invokeUrl of $default stage "live", which is the endpoint of its API with a slash added.\n' +
            'Fix: export apiEndpoint of API "images" instead.',
        },
        {
          on: "stack",
          text:
            'hidden: the output is invokeUrl of $default stage "live", which is the endpoint of its API with a slash added.\n' +
            'Fix: export apiEndpoint of API "images" instead.',
        },
      ],
    },
    {
      name: "outputs by names with which other lines of a message begin",
      resources: [api(), stage()],
      exports: { Exempted: URL, "Fix: a\nb": [URL] },
      findings: ['["Exempted"]', '["Fix: a\\nb"][0]'].map((place) => ({
        on: "stack",
        text:
          `${place}: the output is invokeUrl of $default stage "live", which is the endpoint of its API with a slash added.\n` +
          'Fix: export apiEndpoint of API "images" instead.',
      })),
    },
    {
      name: "API outside of the stack",
      resources: [stage({ apiId: "a1b2c3" })],
      exports: { url: URL },
      findings: [
        {
          on: "stack",
          text:
            'url: the output is invokeUrl of $default stage "live", which is the endpoint of its API with a slash added.\n' +
            "Fix: export apiEndpoint of the API instead.",
        },
      ],
    },
    {
      name: "API outside of the stack, in a recorded state that does not say what properties were made from",
      resources: [stored.stage({}, {})],
      exports: { url: `${ENDPOINT}/` },
      findings: [
        {
          on: "stack",
          text:
            'url: the output is invokeUrl of $default stage "live", which is the endpoint of its API with a slash added.\n' +
            "Fix: export apiEndpoint of the API instead.",
        },
      ],
    },
    {
      name: "output of a component that the stack does not export",
      resources: [component("site", { url: URL }), api(), { ...stage(), parent: "site" }],
      exports: { bucket: "images" },
      findings: [
        {
          on: "site",
          text:
            'url: the output is invokeUrl of $default stage "live", which is the endpoint of its API with a slash added.\n' +
            'Fix: register apiEndpoint of API "images" instead.',
        },
      ],
    },
    {
      name: "output of a component that the stack exports, reported once",
      resources: [component("site", { url: URL }), api(), { ...stage(), parent: "site" }],
      exports: { url: URL },
      findings: [
        {
          on: "stack",
          text:
            'url: the output is invokeUrl of $default stage "live", which is the endpoint of its API with a slash added.\n' +
            'Fix: export apiEndpoint of API "images" instead.',
        },
      ],
    },
    {
      name: "output of a component in a component, reported once, and of one beside them",
      resources: [
        component("site", { url: URL }),
        component("backend", { url: URL }, "site"),
        component("monitor", { watched: [URL] }),
        api(),
        { ...stage(), parent: "backend" },
      ],
      findings: [
        {
          on: "monitor",
          text:
            'watched[0]: the output is invokeUrl of $default stage "live", which is the endpoint of its API with a slash added.\n' +
            'Fix: register apiEndpoint of API "images" instead.',
        },
        {
          on: "site",
          text:
            'url: the output is invokeUrl of $default stage "live", which is the endpoint of its API with a slash added.\n' +
            'Fix: register apiEndpoint of API "images" instead.',
        },
      ],
    },
  ],
});
