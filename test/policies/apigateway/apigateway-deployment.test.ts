import { output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";

const api = (inputs: object = {}) => ({ type: "aws:apigateway/restApi:RestApi", name: "users", inputs: { ...inputs } });
const method = (name = "get", inputs: object = {}) => ({
  type: "aws:apigateway/method:Method",
  name,
  inputs: {
    restApi: output("users"),
    resourceId: output("users", "rootResourceId"),
    httpMethod: name.toUpperCase(),
    authorization: "NONE",
    ...inputs,
  },
});
const call = (of = "get", inputs: object = {}) => ({
  type: "aws:apigateway/integration:Integration",
  name: `${of}-call`,
  inputs: {
    restApi: output("users"),
    resourceId: output("users", "rootResourceId"),
    httpMethod: output(of, "httpMethod"),
    type: "MOCK",
    ...inputs,
  },
});
const deployment = (dependsOn: readonly string[] = [], inputs: object = {}) => ({
  type: "aws:apigateway/deployment:Deployment",
  name: "release",
  inputs: { restApi: output("users"), ...inputs },
  dependsOn,
});
const TRIGGERS = { triggers: { api: "1" } };
const stage = (stageName = "v1") => ({
  type: "aws:apigateway/stage:Stage",
  name: "live",
  inputs: { restApi: output("users"), deployment: output("release"), stageName },
});
const answer = {
  type: "aws:apigateway/methodResponse:MethodResponse",
  name: "get-200",
  inputs: { ...method().inputs, authorization: undefined, httpMethod: output("get", "httpMethod"), statusCode: "200" },
};
const PARTS =
  "{ api: pulumi.jsonStringify([method.id, method.authorization, integration.id, integration.uri]) } " +
  "with each method and integration (pulumi.Output.json_dumps in Python)";
const stale = {
  on: "release",
  level: "advisory" as const,
  text:
    'changes to REST API "users" do not go live: the deployment has no triggers, so it stays as it is.\n' +
    `Fix: set triggers of deployment "release" to what the API is made of, such as ${PARTS}.`,
};

stackTable({
  policy: "apigateway-deployment",
  passes: [
    {
      name: "response that a proxy integration does not ask for",
      resources: [
        api(),
        method(),
        call("get", { type: "HTTP_PROXY", integrationHttpMethod: "GET", uri: "https://example.com" }),
        answer,
        deployment(["get-call"], TRIGGERS),
      ],
    },
    {
      name: "triggers that are made from the integration",
      resources: [api(), method(), call(), deployment([], { triggers: { api: output("get-call") } }), stage()],
    },
    {
      name: "the component of the methods is awaited, and variables replace the deployment",
      resources: [
        { type: "acme:web:Routes", name: "routes", component: true },
        api(),
        { ...method(), parent: "routes" },
        { ...call(), parent: "routes" },
        deployment(["routes"], { variables: { version: "2" } }),
      ],
    },
    {
      name: "hash in the name, and a method that an OpenAPI document may have too",
      resources: [api({ body: "{}" }), method(), { ...deployment(), name: "release-3fa9c01" }],
    },
    {
      name: "deployment of a package, which is not in the program's hands",
      resources: [
        { type: "awsx:apigateway:API", name: "package", component: true },
        api(),
        method(),
        call(),
        { ...deployment(["get-call"]), parent: "package" },
      ],
    },
    {
      name: "API outside of the stack",
      resources: [
        method("get", { restApi: "a1b2c3", resourceId: "r1" }),
        { ...deployment(), inputs: { restApi: "a1b2c3" } },
      ],
    },
    {
      name: "integration of a resource that was looked up, which may be that of the method",
      resources: [api(), method(), call("get", { resourceId: "r1" }), deployment(["get-call"], TRIGGERS)],
    },
    {
      name: "stage of another name than that of the deployment",
      resources: [
        api(),
        method(),
        call(),
        { ...deployment(["get-call"], { ...TRIGGERS, stageName: "first" }) },
        stage(),
      ],
    },
  ],
  violates: [
    {
      name: "deployment beside a method and its integration, as documented",
      resources: [api(), method(), call(), deployment(), stage()],
      findings: [
        {
          on: "release",
          text:
            'AWS refuses to deploy an API without methods, and the deployment does not depend on "get-call" of REST API "users".\n' +
            'Fix: add "get-call" to dependsOn of deployment "release".',
        },
        stale,
      ],
    },
    {
      name: "integration that is not awaited, and one whose name does not depend on its method",
      resources: [
        api(),
        method(),
        call(),
        method("put"),
        call("put", { httpMethod: "PUT" }),
        deployment(["get-call"], TRIGGERS),
      ],
      findings: [
        {
          on: "release",
          text:
            'AWS refuses to deploy a method that has no integration yet, and the deployment does not depend on "put" or "put-call" of REST API "users".\n' +
            'Fix: add "put" and "put-call" to dependsOn of deployment "release".',
        },
      ],
    },
    {
      name: "response that is not awaited",
      resources: [api(), method(), call(), answer, deployment(["get-call"], TRIGGERS)],
      findings: [
        {
          on: "release",
          text:
            'the deployment does not depend on "get-200" of REST API "users", and does not serve what is created after it.\n' +
            'Fix: add "get-200" to dependsOn of deployment "release".',
        },
      ],
    },
    {
      name: "no triggers",
      resources: [api(), method(), call(), deployment(["get-call"])],
      findings: [stale],
    },
    {
      name: "no triggers, for an OpenAPI document",
      resources: [api({ body: "{}" }), deployment([], { triggers: {} })],
      findings: [
        {
          ...stale,
          text:
            'changes to REST API "users" do not go live: the deployment has no triggers, so it stays as it is.\n' +
            'Fix: set triggers of deployment "release" to a text that changes with the OpenAPI document of the API, such as a hash of it.',
        },
      ],
    },
    {
      name: "method without an integration",
      resources: [api(), method(), call(), method("put"), deployment(["get-call", "put"], TRIGGERS)],
      findings: [
        {
          on: "put",
          text:
            'AWS refuses to deploy a method without an integration, and REST API "users" has deployment "release".\n' +
            'Fix: add an aws.apigateway.Integration for method "put", of its resource and httpMethod.',
        },
      ],
    },
    {
      name: "deletion before the replacement",
      at: ["preview", "up"],
      resources: [
        api(),
        method(),
        call(),
        { ...deployment(["get-call"], TRIGGERS), deleteBeforeReplace: true },
        stage(),
      ],
      findings: [
        {
          on: "release",
          level: "advisory",
          text:
            'AWS refuses to delete a deployment that a stage uses, and stage "live" uses this one until the new one exists, unless retainOnDelete is set.\n' +
            'Fix: remove deleteBeforeReplace (delete_before_replace in Python) from the options of deployment "release".',
        },
      ],
    },
    {
      name: "stage that the deployment makes too",
      resources: [api(), method(), call(), deployment(["get-call"], { ...TRIGGERS, stageName: "v1" }), stage()],
      findings: [
        {
          on: "release",
          text:
            'stageName: the deployment creates a stage with the name of stage "live", and AWS refuses the second one.\n' +
            'Fix: remove stageName from deployment "release".',
        },
      ],
    },
  ],
});
