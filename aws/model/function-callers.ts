import type { Graph, GraphResource, Kind } from "../../kit/graph";
import { append } from "../../kit/groups";
import type { Property } from "../../kit/known";
import { names } from "../../kit/resource";
import { quote } from "../../kit/text";
import { typeTokens } from "../facts/type-aliases";
import { documentedCalls } from "./api-documents";
import { type Called, calledFunctions, functionNamed } from "./called-functions";
import { SOURCES, type Source, type SourceKind, sourceOf, sourcesOf } from "./grant-sources";
import { ANY_PART } from "./iam-patterns";
import {
  API,
  INTEGRATION,
  REST_API,
  REST_DEPLOYMENT,
  REST_INTEGRATION,
  REST_RESOURCE,
  REST_STAGE,
  ROUTE,
  STAGE,
  TOPIC_RULE,
  USER_POOL,
} from "./kinds";

/** A resource by which an AWS service calls a function. */
export interface FunctionCaller {
  readonly on: GraphResource;
  readonly called: Called;
  readonly service: string;
  /** The caller's name in messages: `topic "orders"`. */
  readonly name: string;
  readonly source?: Source;
  /** The sourceArn of a permission for it, in words. */
  readonly sourceArn?: string;
  /** Routes and methods, each with an ARN of its own. */
  readonly routes?: readonly Route[];
  /** Whether AWS checks the permission when the resource is created, and refuses it without one. */
  readonly isTried?: boolean;
}

export interface Route {
  readonly name: string;
  /** One for each stage of the API, if all are known. */
  readonly sources: readonly Source[];
  /** For a path with parameters: with values that no permission names, and with the parameters as written. */
  readonly usual: readonly Source[];
}

const APIGATEWAY = "apigateway.amazonaws.com";

/** A type of resources that make a service call functions. */
interface CallerType {
  readonly types: readonly string[];
  /** The properties that name functions. */
  readonly functions: readonly string[];
  readonly service: string;
  /** The property that names the source; `""` if the resource is the source. */
  readonly source?: readonly [property: string, kind: SourceKind];
  /** The suffix of the source's ARN in a permission's code. */
  readonly behind?: string;
  /** Properties with which the service calls with a role, or calls something other than functions. */
  readonly unless?: readonly string[];
  /** Values that properties must certainly have. */
  readonly where?: Readonly<Record<string, string>>;
  readonly isTried?: boolean;
}

const TRIGGERS = [
  "createAuthChallenge",
  "customMessage",
  "defineAuthChallenge",
  "postAuthentication",
  "postConfirmation",
]
  .concat(["preAuthentication", "preSignUp", "preTokenGeneration", "userMigration", "verifyAuthChallengeResponse"])
  .concat(["customEmailSender.lambdaArn", "customSmsSender.lambdaArn", "preTokenGenerationConfig.lambdaArn"]);

/**
 * Sources: https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html, and of each service what it says of resource-based
 * policies of functions.
 */
const CALLERS: readonly CallerType[] = [
  {
    types: typeTokens("aws:cloudwatch/eventTarget:EventTarget"),
    functions: ["arn"],
    service: "events.amazonaws.com",
    source: ["rule", SOURCES.rule],
    unless: ["roleArn"],
  },
  {
    types: typeTokens("aws:sns/topicSubscription:TopicSubscription"),
    functions: ["endpoint"],
    service: "sns.amazonaws.com",
    source: ["topic", SOURCES.topic],
    where: { protocol: "lambda" },
  },
  {
    types: typeTokens("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"),
    functions: ["destinationArn"],
    service: "logs.amazonaws.com",
    source: ["logGroup", SOURCES.logGroup],
    behind: ":*",
    unless: ["roleArn"],
    isTried: true,
  },
  {
    types: typeTokens("aws:secretsmanager/secretRotation:SecretRotation"),
    functions: ["rotationLambdaArn"],
    service: "secretsmanager.amazonaws.com",
    source: ["secretId", SOURCES.secret],
    isTried: true,
  },
  {
    types: typeTokens("aws:lb/targetGroupAttachment:TargetGroupAttachment"),
    functions: ["targetId"],
    service: "elasticloadbalancing.amazonaws.com",
    source: ["targetGroupArn", SOURCES.targetGroup],
    isTried: true,
  },
  {
    types: typeTokens("aws:cloudwatch/metricAlarm:MetricAlarm"),
    functions: ["alarmActions[]", "okActions[]", "insufficientDataActions[]"],
    service: "lambda.alarms.cloudwatch.amazonaws.com",
    source: ["", SOURCES.alarm],
  },
  {
    types: typeTokens("aws:ses/receiptRule:ReceiptRule"),
    functions: ["lambdaActions[].functionArn"],
    service: "ses.amazonaws.com",
    isTried: true,
  },
  {
    types: TOPIC_RULE.types,
    functions: ["lambdas[].functionArn", "errorAction.lambda.functionArn"],
    service: "iot.amazonaws.com",
    source: ["", SOURCES.topicRule],
  },
  {
    types: USER_POOL.types,
    functions: TRIGGERS.map((trigger) => `lambdaConfig.${trigger}`),
    service: "cognito-idp.amazonaws.com",
    source: ["", SOURCES.userPool],
  },
];

type Reader = (graph: Graph, on: GraphResource) => readonly FunctionCaller[];

const READERS: ReadonlyMap<string, Reader> = new Map([
  ...CALLERS.flatMap((type) => readersOf(type.types, (graph, on) => callersOf(graph, on, type))),
  ...readersOf(INTEGRATION.types, integrationCallers),
  ...readersOf(REST_INTEGRATION.types, restCallers),
  ...readersOf(API.types, (graph, on) => [...quickCallers(graph, on), ...documentCallers(graph, on, SOURCES.api)]),
  ...readersOf(REST_API.types, (graph, on) => documentCallers(graph, on, SOURCES.restApi)),
  ...readersOf(typeTokens("aws:apigatewayv2/authorizer:Authorizer"), (graph, on) =>
    authorizerCallers(graph, on, "apiId", SOURCES.api, "authorizerCredentialsArn"),
  ),
  ...readersOf(typeTokens("aws:apigateway/authorizer:Authorizer"), (graph, on) =>
    authorizerCallers(graph, on, "restApi", SOURCES.restApi, "authorizerCredentials"),
  ),
]);

function readersOf(types: readonly string[], reader: Reader): readonly (readonly [string, Reader])[] {
  return types.map((type) => [type, reader]);
}

/** The types of resources that make a service call functions. */
export const CALLER_TYPES: readonly string[] = [...READERS.keys()];

/** The functions of the stack that a service certainly calls by a resource, and not with a role. */
export function functionCallersOf(graph: Graph, on: GraphResource): readonly FunctionCaller[] {
  return READERS.get(on.type)?.(graph, on) ?? [];
}

function callersOf(graph: Graph, on: GraphResource, type: CallerType): readonly FunctionCaller[] {
  const { functions, service, source, behind, unless = [], where = {}, isTried } = type;
  const isOther = Object.entries(where).some(([property, value]) => !is(on.properties.at(property), value));
  if (isOther || unless.some((property) => on.input(property).state !== "absent")) return [];
  const isOpen = (path: string) => /[.[]/.test(path) && on.properties.at(path.split(/[.[]/)[0] ?? "").state !== "known";
  const paths = functions.filter((path) => !isOpen(path));
  const called = paths.flatMap((path) => calledFunctions(graph, on, path)).filter(isOfStack);
  if (called.length === 0) return [];
  const [property, kind] = source ?? [];
  const found = kind && (property === "" ? sourceOf(on, kind) : sourcesOf(graph, on, property ?? "", kind)[0]);
  return called.map((each) => ({
    on,
    called: each,
    service,
    ...named(found, quote(on.name), behind),
    ...(isTried && { isTried }),
  }));
}

function isOfStack({ functions }: Called): boolean {
  return functions.length > 0;
}

/** @param otherwise the caller's name if the source is not in the stack */
function named(source: Source | undefined, otherwise: string, behind?: string) {
  if (source === undefined || source.resources.length === 0) return { name: otherwise, ...(source && { source }) };
  const name = `${source.kind.noun} ${names(source.resources, "or")}`;
  const arn = source.kind.arn === "arn" ? "the ARN" : `the ${source.kind.arn}`;
  return { name, source, sourceArn: `${arn} of ${name}${behind === undefined ? "" : ` and ${quote(behind)}`}` };
}

/** Integrations of HTTP and WebSocket APIs with a route. */
function integrationCallers(graph: Graph, on: GraphResource): readonly FunctionCaller[] {
  const type = on.properties.at("integrationType");
  if ((!is(type, "AWS_PROXY") && !is(type, "AWS")) || on.input("credentialsArn").state !== "absent") return [];
  const called = calledFunctions(graph, on, "integrationUri").filter(isOfStack);
  const [source] = called.length === 0 ? [] : sourcesOf(graph, on, "apiId", SOURCES.api, "/*");
  const routes = called.length === 0 ? [] : graph.referrers(on, ROUTE.types, "target", INTEGRATION).certain;
  if (source === undefined || routes.length === 0) return [];
  const stages = stagesOf(graph, source.resources, STAGE, "apiId", API, "name");
  const narrow = routes.map((route) => {
    const key = route.properties.at("routeKey").string();
    const text = key.state === "known" ? key.value : undefined;
    const called = (parameter?: Parameter) =>
      narrowed(source, stages, text === undefined ? "/*" : routePattern(text, parameter));
    return { name: `route ${quote(text ?? route.name)}`, sources: called(), usual: usualOf(text, called) };
  });
  return called.map((each) => ({
    on,
    called: each,
    service: APIGATEWAY,
    ...named(source, "an API", "/*/*"),
    routes: narrow,
  }));
}

/**
 * The part of a call's ARN after the stage: `/GET/books`, or `/$default` for routes without path.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
function routePattern(routeKey: string, parameter?: Parameter): string {
  const [, method, path] = /^([A-Z]+) (\/.*)$/.exec(routeKey) ?? [];
  if (method === undefined || path === undefined) return `/${literal(routeKey)}`;
  return `/${method === "ANY" ? ANY_PART : method}${pathPattern(path, parameter)}`;
}

/** The stages of an API in its ARNs: a wildcard if not all are known. */
function stagesOf(
  graph: Graph,
  [api, ...others]: readonly GraphResource[],
  { types }: Kind,
  property: string,
  kind: Kind,
  name: string,
): readonly string[] {
  if (api === undefined || others.length > 0) return [ANY_PART];
  const { certain, complete } = graph.referrers(api, types, property, kind);
  const stages = certain.map(({ properties }) => properties.at(name).string());
  const known = stages.flatMap((stage) => (stage.state === "known" ? [literal(stage.value)] : []));
  const isSure = complete && known.length === stages.length && known.length <= MAX_STAGES;
  return isSure && known.length > 0 ? known : [ANY_PART];
}

/** The most stages of one API that are compared. */
const MAX_STAGES = 20;

/** The calls of one method in all stages of an API. */
function narrowed(source: Source, stages: readonly string[], behind: string): readonly Source[] {
  if (!source.arn.endsWith("/*")) return [source];
  const arn = source.arn.slice(0, -"/*".length);
  return stages.map((stage) => ({ ...source, arn: `${arn}/${stage}${behind}` }));
}

/** The value for a path parameter, or `itself` for the parameter as written. */
type Parameter = "itself" | typeof NO_TEXT;

/** A value that only wildcards match: no text has this character. */
const NO_TEXT = "\uE001";

/** Parameters of a path may be any text, greedy ones with slashes. */
function pathPattern(path: string, parameter?: Parameter): string {
  const any = (part: string) => (/\+\}$/.test(part) ? "*" : ANY_PART);
  const textFor = (part: string) => (parameter === "itself" ? literal(part) : (parameter ?? any(part)));
  const parts = path.split("/").map((part) => (/[{}]/.test(part) ? textFor(part) : literal(part)));
  return parts.join("/");
}

/** The calls of a path with ordinary values for its parameters; none if it has no parameters. */
function usualOf(path: string | undefined, called: (parameter: Parameter) => readonly Source[]): readonly Source[] {
  return path?.includes("{") ? [...called(NO_TEXT), ...called("itself")] : [];
}

/** Escapes a text for a pattern. Characters with a meaning in patterns become wildcards. */
const literal = (text: string) => text.replaceAll(/[*?]/g, "*");

/** APIs with a function as their quick-create target. */
function quickCallers(graph: Graph, on: GraphResource): readonly FunctionCaller[] {
  if (on.input("target").state === "absent" || on.input("credentialsArn").state !== "absent") return [];
  const source = sourceOf(on, SOURCES.api, "/*");
  const called = calledFunctions(graph, on, "target").filter(isOfStack);
  return called.map((each) => ({ on, called: each, service: APIGATEWAY, ...named(source, "an API", "/*/*") }));
}

/** Methods of REST APIs. */
function restCallers(graph: Graph, on: GraphResource): readonly FunctionCaller[] {
  const type = on.properties.at("type");
  if ((!is(type, "AWS_PROXY") && !is(type, "AWS")) || on.input("credentials").state !== "absent") return [];
  const called = calledFunctions(graph, on, "uri").filter(isOfStack);
  const [source] = called.length === 0 ? [] : sourcesOf(graph, on, "restApi", SOURCES.restApi, "/*");
  if (source === undefined) return [];
  const [method, path] = [on.properties.at("httpMethod").string(), restPath(graph, on)];
  // A deployment may make a stage too.
  const deployments = graph.referrers(source.resources[0] ?? on, REST_DEPLOYMENT.types, "restApi", REST_API).certain;
  const makesStage = deployments.some(({ properties }) => properties.at("stageName").state !== "absent");
  const stages = makesStage
    ? [ANY_PART]
    : stagesOf(graph, source.resources, REST_STAGE, "restApi", REST_API, "stageName");
  const routes = [methodRoute(source, stages, method.state === "known" ? method.value : undefined, path)];
  return called.map((each) => ({
    on,
    called: each,
    service: APIGATEWAY,
    ...named(source, "a REST API", "/*/*"),
    routes,
  }));
}

/** The path in a document for the $default route of an HTTP API. */
const DEFAULT_ROUTE = "/$default";

/** A method of an API, as far as it is known. */
function methodRoute(
  source: Source,
  stages: readonly string[],
  method: string | undefined,
  path: string | undefined,
): Route {
  const verb = method === undefined || method === "ANY" ? ANY_PART : literal(method);
  const behind = (parameter?: Parameter) =>
    `/${verb}${path === undefined || path === "/" ? "*" : pathPattern(path, parameter)}`;
  const calls = (parameter?: Parameter) =>
    narrowed(source, stages, path === DEFAULT_ROUTE ? DEFAULT_ROUTE : behind(parameter));
  return { name: quote(`${method ?? "method"} ${path ?? ""}`.trim()), sources: calls(), usual: usualOf(path, calls) };
}

/** The methods in an API's OpenAPI document, grouped by function. */
function documentCallers(graph: Graph, on: GraphResource, kind: SourceKind): readonly FunctionCaller[] {
  if (on.input("body").state === "absent") return [];
  const at = on.properties.at("body");
  const source = sourceOf(on, kind, "/*");
  // The base path of a document may be made a part of each path.
  const hasOwnPaths = on.input("parameters").state === "absent";
  const byUri = new Map<string, Route[]>();
  for (const { uri, verb, path } of documentedCalls(at))
    append(byUri, uri, methodRoute(source, [ANY_PART], verb, hasOwnPaths ? path : undefined));
  return [...byUri].flatMap(([uri, routes]) => {
    const called = functionNamed(graph, on, at, uri);
    return isOfStack(called) ? [{ on, called, service: APIGATEWAY, ...named(source, "an API", "/*/*"), routes }] : [];
  });
}

/** The path of a method, as far as it is known. */
function restPath(graph: Graph, integration: GraphResource): string | undefined {
  const [only, ...others] = graph
    .references(integration, "resourceId", REST_RESOURCE)
    .flatMap(({ candidates }) => candidates);
  const path = only?.properties.at("path").string();
  return others.length === 0 && path?.state === "known" && path.value.startsWith("/") ? path.value : undefined;
}

function authorizerCallers(
  graph: Graph,
  on: GraphResource,
  api: string,
  kind: SourceKind,
  role: string,
): readonly FunctionCaller[] {
  if (on.input(role).state !== "absent") return [];
  const called = calledFunctions(graph, on, "authorizerUri").filter(isOfStack);
  const [source] = called.length === 0 ? [] : sourcesOf(graph, on, api, kind, `/authorizers/${ANY_PART}`);
  if (source === undefined) return [];
  const { name: of, ...rest } = named(source, "an API", "/authorizers/*");
  return called.map((each) => ({ on, called: each, service: APIGATEWAY, ...rest, name: `an authorizer of ${of}` }));
}

function is(at: Property, value: string): boolean {
  const text = at.string();
  return text.state === "known" && text.value === value;
}
