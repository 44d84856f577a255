import { stackTable } from "../../support/stack-table";
import { secret, unknown } from "../../support/wire";

const ENDPOINT = "https://a1b2c3.execute-api.eu-west-1.amazonaws.com";

const api = (outputs: object = {}) => ({
  type: "aws:apigatewayv2/api:Api",
  name: "images",
  outputs: { id: "a1b2c3", protocolType: "HTTP", apiEndpoint: ENDPOINT, ...outputs },
});
const stage = (outputs: object = {}) => ({
  type: "aws:apigatewayv2/stage:Stage",
  name: "live",
  outputs: { apiId: "a1b2c3", name: "$default", invokeUrl: `${ENDPOINT}/`, ...outputs },
  madeFrom: { apiId: ["images"] },
});
const component = (name: string, outputs: object, parent?: string) => ({
  type: "acme:web:Site",
  name,
  outputs: { ...outputs },
  component: true,
  ...(parent && { parent }),
});

stackTable({
  policy: "api-endpoint-output",
  passes: [
    { name: "apiEndpoint of the API", resources: [api(), stage()], exports: { url: ENDPOINT } },
    { name: "no outputs", resources: [api(), stage()] },
    {
      name: "values that are unknown before the first deployment",
      resources: [api({ id: unknown, apiEndpoint: unknown }), stage({ apiId: unknown, invokeUrl: unknown })],
      exports: { url: unknown },
    },
    {
      name: "invokeUrl of a stage with a name",
      resources: [api(), stage({ name: "v1", invokeUrl: `${ENDPOINT}/v1` })],
      exports: { url: `${ENDPOINT}/v1` },
    },
    {
      name: "invokeUrl of a stage with a name that ends with a slash",
      resources: [api(), stage({ name: "v1", invokeUrl: `${ENDPOINT}/v1/` })],
      exports: { url: `${ENDPOINT}/v1/` },
    },
    {
      name: "invokeUrl without a slash",
      resources: [{ ...stage({ invokeUrl: ENDPOINT }), madeFrom: {} }],
      exports: { url: ENDPOINT },
    },
    {
      name: "stage of unknown name",
      resources: [api(), stage({ name: unknown })],
      exports: { url: `${ENDPOINT}/` },
    },
    {
      name: "value that merely contains the URL",
      resources: [api(), stage()],
      exports: { page: `${ENDPOINT}/docs`, text: `see ${ENDPOINT}/` },
    },
    {
      name: "WebSocket API",
      resources: [
        api({ protocolType: "WEBSOCKET", apiEndpoint: ENDPOINT.replace("https", "wss") }),
        stage({ invokeUrl: `${ENDPOINT.replace("https", "wss")}/$default/` }),
      ],
      exports: { url: `${ENDPOINT.replace("https", "wss")}/$default/` },
    },
    {
      name: "endpoint of the API that is the same text",
      resources: [api({ apiEndpoint: `${ENDPOINT}/` }), stage()],
      exports: { url: `${ENDPOINT}/` },
    },
    {
      name: "endpoint of the API that is unknown, so that it may be the same text",
      resources: [api({ apiEndpoint: unknown }), stage()],
      exports: { url: `${ENDPOINT}/` },
    },
    {
      name: "unknown API, so that its endpoint may be the same text",
      resources: [{ ...stage({ apiId: unknown }), madeFrom: { apiId: [] } }],
      exports: { url: `${ENDPOINT}/` },
    },
    {
      name: "one of two APIs, of which the endpoint of one may be the same text",
      resources: [
        api(),
        { ...api({ apiEndpoint: unknown }), name: "videos" },
        { ...stage({ apiId: unknown }), madeFrom: { apiId: ["images", "videos"] } },
      ],
      exports: { url: `${ENDPOINT}/` },
    },
    {
      name: "API that something else of the stack gave, so that its endpoint may be the same text",
      resources: [
        { type: "aws:ssm/parameter:Parameter", name: "api-id", outputs: { value: "a1b2c3" } },
        { ...stage(), madeFrom: { apiId: ["api-id"] } },
      ],
      exports: { url: `${ENDPOINT}/` },
    },
    {
      name: "REST API",
      resources: [
        api(),
        stage({ name: "v1", invokeUrl: `${ENDPOINT}/v1` }),
        {
          type: "aws:apigateway/stage:Stage",
          name: "rest",
          outputs: { stageName: "$default", invokeUrl: "https://x/" },
        },
      ],
      exports: { url: "https://x/" },
    },
    {
      name: "component of a package",
      resources: [api(), stage(), { ...component("site", { url: `${ENDPOINT}/` }), type: "awsx:apigateway:API" }],
    },
    {
      name: "output of another stack",
      resources: [
        api(),
        stage(),
        { type: "pulumi:pulumi:StackReference", name: "other", outputs: { outputs: { url: `${ENDPOINT}/` } } },
      ],
    },
  ],
  violates: [
    {
      name: "invokeUrl of the $default stage, as documented",
      resources: [api(), stage()],
      exports: { api_base_url: `${ENDPOINT}/`, bucket: "images" },
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
      exports: { apis: [{ "base url": `${ENDPOINT}/` }], hidden: secret(`${ENDPOINT}/`) },
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
      exports: { Exempted: `${ENDPOINT}/`, "Fix: a\nb": [`${ENDPOINT}/`] },
      findings: ['["Exempted"]', '["Fix: a\\nb"][0]'].map((place) => ({
        on: "stack",
        text:
          `${place}: the output is invokeUrl of $default stage "live", which is the endpoint of its API with a slash added.\n` +
          'Fix: export apiEndpoint of API "images" instead.',
      })),
    },
    {
      name: "API outside of the stack",
      resources: [{ ...stage(), madeFrom: { apiId: [] } }],
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
      name: "API outside of the stack, in a recorded state that does not say what properties were made from",
      resources: [{ ...stage(), madeFrom: {} }],
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
      resources: [component("site", { url: `${ENDPOINT}/` }), api(), { ...stage(), parent: "site" }],
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
      resources: [component("site", { url: `${ENDPOINT}/` }), api(), { ...stage(), parent: "site" }],
      exports: { url: `${ENDPOINT}/` },
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
        component("site", { url: `${ENDPOINT}/` }),
        component("backend", { url: `${ENDPOINT}/` }, "site"),
        component("monitor", { watched: [`${ENDPOINT}/`] }),
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
