import { resourceTable } from "../../support/resource-table";
import { output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";
import { unknown } from "../../support/wire";

const api = (corsConfiguration?: unknown) => ({
  protocolType: "HTTP",
  ...(corsConfiguration ? { corsConfiguration } : {}),
});

resourceTable({
  policy: "apigatewayv2-cors",
  type: "aws:apigatewayv2/api:Api",
  passes: [
    { name: "any origin, without credentials", inputs: api({ allowOrigins: ["*"], allowCredentials: false }) },
    {
      name: "credentials from some origins",
      inputs: api({ allowOrigins: ["https://example.com", unknown], allowCredentials: true }),
    },
    { name: "credentials that are unknown", inputs: api({ allowOrigins: ["*"], allowCredentials: unknown }) },
  ],
  violates: [
    {
      name: "credentials from any origin",
      inputs: api({ allowOrigins: ["*"], allowCredentials: true }),
      findings: [
        'corsConfiguration.allowOrigins: AWS refuses allowCredentials when "*" allows every origin, since no browser accepts the two together.\n' +
          'Fix: name the origins in allowOrigins, such as "https://example.com", or remove allowCredentials.',
      ],
    },
  ],
});

const CORS = { allowOrigins: ["https://example.com"] };
const notes = (corsConfiguration?: object) => ({
  type: "aws:apigatewayv2/api:Api",
  name: "notes",
  inputs: api(corsConfiguration),
});
const route = (routeKey: unknown, others: object = { authorizationType: "JWT", authorizerId: "a1" }) => ({
  type: "aws:apigatewayv2/route:Route",
  name: typeof routeKey === "string" ? routeKey : "other",
  inputs: { apiId: output("notes"), routeKey, ...others },
});
const login = (identitySources?: readonly string[]) => ({
  type: "aws:apigatewayv2/authorizer:Authorizer",
  name: "login",
  inputs: { apiId: output("notes"), authorizerType: "REQUEST", name: "login", identitySources },
});
const CUSTOM = { authorizationType: "CUSTOM", authorizerId: output("login") };
const refused = (
  key: string,
  fix = 'add a route "OPTIONS /{proxy+}" to the API, with an integration and without authorizationType',
) => ({
  on: key,
  level: "advisory" as const,
  text:
    `authorizationType: "${key}" also receives the preflights of browsers, which carry no credentials, so its authorizer refuses them, although HTTP API "notes" has corsConfiguration.\n` +
    `Fix: ${fix}.`,
});

stackTable({
  policy: "apigatewayv2-cors",
  passes: [
    { name: "route of one method", resources: [notes(CORS), route("GET /notes")] },
    { name: "routes for all, without authorization", resources: [notes(CORS), route("$default", {})] },
    {
      name: "preflights without authorization",
      resources: [notes(CORS), route("$default"), route("OPTIONS /{proxy+}", {})],
    },
    { name: "route of which the key is unknown", resources: [notes(CORS), route("$default"), route(unknown, {})] },
    { name: "function that is asked about all requests", resources: [notes(CORS), login(), route("$default", CUSTOM)] },
    { name: "API without CORS", resources: [notes(), route("$default")] },
  ],
  violates: [
    {
      name: "routes that take all methods, with authorization",
      resources: [
        notes(CORS),
        login(["$request.header.Authorization"]),
        route("$default"),
        route("ANY /{proxy+}", CUSTOM),
        route("GET /health", {}),
      ],
      findings: [refused("$default"), refused("ANY /{proxy+}")],
    },
    {
      name: "preflights for users alone",
      resources: [notes(CORS), route("OPTIONS /notes", { authorizationType: "AWS_IAM" })],
      findings: [
        refused(
          "OPTIONS /notes",
          'remove route "OPTIONS /notes", since the API answers preflights itself, or its authorizationType',
        ),
      ],
    },
  ],
});
