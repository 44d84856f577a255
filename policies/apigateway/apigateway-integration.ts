import { backendOf, withoutLink } from "../../aws/model/integration-texts";
import { ALIAS, FUNCTION, REST_INTEGRATION } from "../../aws/model/kinds";
import type { Finding } from "../../kit/finding";
import type { GraphResource } from "../../kit/graph";
import { type Property, textOf } from "../../kit/known";
import { resourcePolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { quote } from "../../kit/text";

/** Types of integrations that call a service of AWS. */
const OF_AWS: readonly string[] = ["AWS", "AWS_PROXY"];
const WITH_METHOD: readonly string[] = [...OF_AWS, "HTTP", "HTTP_PROXY"];

export const apigatewayIntegration = resourcePolicy({
  name: "apigateway-integration",
  description: "An integration of a REST API calls Lambda with POST, and has a valid URI.",
  severity: "high",
  level: "mandatory",
  resources: REST_INTEGRATION.types,
  options: {},
  remediationSteps: "Set integrationHttpMethod to POST, and uri to invokeArn of the function.",
  tags: ["apigateway", "lambda"],
  page: {
    why: "API Gateway calls the backend with integrationHttpMethod, whatever method clients use. Lambda accepts only POST: with another method AWS creates the integration, and every request fails with error 500. Without a method, with the ARN of a function in place of its invoke ARN, or with a service that a proxy integration cannot call, AWS refuses the integration in the middle of the update.",
    limits:
      "It checks a URI once it is known: where the function is new, that is during the update. It does not read methods of aws-native, which have their integration inside, nor OpenAPI documents.",
    sources: [
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html",
      "https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html",
      "https://www.pulumi.com/registry/packages/aws/api-docs/apigateway/integration/",
    ],
    since: "0.1.0",
  },

  check(integration, _options, report) {
    const { properties } = integration;
    const at = properties.at("integrationHttpMethod");
    const [type, uri] = [textOf(properties.at("type")), textOf(properties.at("uri"))];
    if (type === undefined || !WITH_METHOD.includes(type)) return;
    if (integration.input("integrationHttpMethod").state === "absent") report({ at, ...withoutMethod(type) });
    else if (type === "AWS_PROXY" && isOtherThanPost(at)) report({ at, ...otherMethod(at, "Lambda") });
    if (integration.input("uri").state === "absent") report({ at: properties.at("uri"), ...nothingCalled(type) });
    const link = properties.at("connectionType");
    if (textOf(link) === "VPC_LINK" && integration.input("connectionId").state === "absent")
      report({ at: link, ...withoutLink("aws.apigateway.VpcLink") });
    const problem = uri === undefined ? undefined : uriProblem(type, uri);
    if (problem !== undefined) report({ at: properties.at("uri"), ...problem });
  },

  remediate(integration) {
    const at = integration.properties.at("integrationHttpMethod");
    const isWrong = integration.input("integrationHttpMethod").state === "absent" || isOtherThanPost(at);
    return isWrong && textOf(integration.properties.at("type")) === "AWS_PROXY" ? [{ at, value: "POST" }] : [];
  },

  /** An integration that maps the request itself may call any service: only its target shows whether it is Lambda. */
  checkStack(graph, _options, report) {
    return report.each(graph.ofType(...REST_INTEGRATION.types), (integration) => {
      const at = integration.properties.at("integrationHttpMethod");
      if (textOf(integration.properties.at("type")) !== "AWS" || !isOtherThanPost(at)) return;
      const called = calledFunction(integration);
      if (called !== undefined) report({ on: integration, at, ...otherMethod(at, called) });
    });
  },
});

type Problem = Omit<Finding, "on">;

const withoutMethod = (type: string): Problem => ({
  problem: `AWS refuses an integration of type ${quote(type)} without a method for calling the backend`,
  fix: OF_AWS.includes(type)
    ? `set integrationHttpMethod to "POST", whatever httpMethod is`
    : "set integrationHttpMethod to the method that the backend takes",
});

const nothingCalled = (type: string): Problem => ({
  problem: `an integration of type ${quote(type)} does not say what it calls, and AWS refuses it`,
  fix: `set uri to ${backendOf(OF_AWS.includes(type))}`,
});

const otherMethod = (at: Property, called: string): Problem => ({
  problem: `the integration calls ${called} with ${quote(textOf(at) ?? "")}, but Lambda accepts only POST: every request fails with error 500`,
  fix: `set integrationHttpMethod to "POST"; clients call the API by httpMethod as before`,
});

const functionArn = (uri: string): Problem => ({
  problem: `${quote(uri)} is the ARN of a function, but AWS accepts only its invoke ARN`,
  fix: `set uri to ${backendOf(true)}, not to its arn`,
});

const url = (uri: string, type: string): Problem => ({
  problem: `${quote(uri)} is an ARN, and an integration of type ${quote(type)} calls a URL`,
  fix: 'set type to "AWS_PROXY" for a function, or uri to the URL of the backend',
});

const noService = (uri: string): Problem => ({
  problem: `${quote(uri)} is not the URI of an AWS service, such as "arn:aws:apigateway:REGION:SERVICE:path/…"`,
  fix: "set uri to invokeArn of the function that is called, or to the URI of an action of the service",
});

const notProxied = (service: string): Problem => ({
  problem: `the integration calls ${quote(service)}, but AWS_PROXY calls only Lambda and Firehose`,
  fix: 'set type to "AWS", and map requests and responses',
});

/** The fault for which AWS refuses a URI ("Invalid ARN specified in the request"). A stage variable may be all of it. */
function uriProblem(type: string, uri: string): Problem | undefined {
  if (!OF_AWS.includes(type)) return uri.startsWith("arn:") ? url(uri, type) : undefined;
  if (/^arn:[\w-]+:lambda:/.test(uri)) return functionArn(uri);
  const [, service] = /^arn:[\w-]+:apigateway:[^:]*:(?:[^:/]*\.)?([\w-]+):(?:path|action)\//.exec(uri) ?? [];
  if (service === undefined) return uri.includes("${") ? undefined : noService(uri);
  return type === "AWS" || service === "lambda" || service === "firehose" ? undefined : notProxied(service);
}

/** The function that an integration certainly calls, as a message names it. */
function calledFunction(integration: GraphResource): string | undefined {
  const uri = textOf(integration.properties.at("uri"));
  if (uri !== undefined && !uri.includes(":lambda:path/")) return undefined;
  const made = integration.propertyDependencies.uri ?? [];
  const isOfOthers = made.some(({ type }) => ![...FUNCTION.types, ...ALIAS.types].includes(type));
  if (uri === undefined && (made.length === 0 || isOfOthers)) return undefined;
  return made.length === 0 || isOfOthers ? "Lambda" : `function ${names(made, "or")}`;
}

function isOtherThanPost(method: Property): boolean {
  const text = textOf(method);
  return text !== undefined && text !== "POST";
}
