import type { Graph, GraphResource, Kind } from "../../kit/graph";
import type { Property } from "../../kit/known";
import { typeTokens } from "../facts/type-aliases";
import { parseArn } from "./arn";
import { asPattern, patternsOverlap } from "./iam-patterns";
import {
  ALARM,
  API,
  BUCKET,
  LOG_GROUP,
  REST_API,
  RULE,
  SECRET,
  STAGE,
  TARGET_GROUP,
  TOPIC,
  TOPIC_RULE,
  USER_POOL,
} from "./kinds";

/** A kind of resource that `aws:SourceArn` names as the source of a service's call. */
export interface SourceKind {
  readonly kind: Kind;
  readonly noun: string;
  /** The output with its ARN, or with the start of it. */
  readonly arn: string;
  /** The property whose value is a part of its ARN. */
  readonly nameIn?: string;
  /** A pattern of its ARN from its name, for an unknown ARN; `*` stands for an unknown name. */
  readonly byName: (name: string) => string;
  /**
   * The suffix of the ARN that the output lacks, as a pattern: CloudWatch Logs is refused if a permission leaves it
   * out. Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#LambdaFunctionExample
   */
  readonly behind?: string;
  /** Types whose ARNs start with that of the source, each with the property that names the source. */
  readonly parts?: Readonly<Record<string, string>>;
}

/** The source of a service's call. */
export interface Source {
  readonly kind: SourceKind;
  /** The resources of the stack that it may be. One: it is that one. None: it is outside of the stack. */
  readonly resources: readonly GraphResource[];
  /** A pattern of its ARN, as far as it is known. */
  readonly arn: string;
}

const kind = (
  of: Kind,
  noun: string,
  rest: Omit<SourceKind, "kind" | "noun" | "arn"> & { readonly arn?: string },
): SourceKind => ({
  kind: of,
  noun,
  arn: "arn",
  ...rest,
});

const partsOf = (types: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(types).flatMap(([type, property]) => typeTokens(type).map((token) => [token, property] as const)),
  );

export const SOURCES = {
  topic: kind(TOPIC, "topic", { nameIn: "name", byName: (name) => `arn:*:sns:*:*:${name}` }),
  rule: kind(RULE, "rule", { nameIn: "name", byName: (name) => `arn:*:events:*:*:rule/*${name}` }),
  bucket: kind(BUCKET, "bucket", { nameIn: "bucket", byName: (name) => `arn:*:s3:::${name}` }),
  logGroup: kind(LOG_GROUP, "log group", {
    nameIn: "name",
    byName: (name) => `arn:*:logs:*:*:log-group:${name}`,
    behind: ":*",
  }),
  userPool: kind(USER_POOL, "user pool", { byName: () => "arn:*:cognito-idp:*" }),
  secret: kind(SECRET, "secret", { nameIn: "name", byName: (name) => `arn:*:secretsmanager:*:*:secret:${name}*` }),
  targetGroup: kind(TARGET_GROUP, "target group", { byName: () => "arn:*:elasticloadbalancing:*" }),
  alarm: kind(ALARM, "alarm", { nameIn: "name", byName: (name) => `arn:*:cloudwatch:*:*:alarm:${name}` }),
  topicRule: kind(TOPIC_RULE, "IoT rule", { nameIn: "name", byName: (name) => `arn:*:iot:*:*:rule/${name}` }),
  api: kind(API, "API", {
    arn: "executionArn",
    byName: () => "arn:*:execute-api:*",
    parts: partsOf({
      [STAGE.types[0]]: "apiId",
      "aws:apigatewayv2/deployment:Deployment": "apiId",
      "aws:apigatewayv2/route:Route": "apiId",
      "aws:apigatewayv2/integration:Integration": "apiId",
      "aws:apigatewayv2/authorizer:Authorizer": "apiId",
    }),
  }),
  restApi: kind(REST_API, "REST API", {
    arn: "executionArn",
    byName: () => "arn:*:execute-api:*",
    parts: partsOf({
      "aws:apigateway/stage:Stage": "restApi",
      "aws:apigateway/deployment:Deployment": "restApi",
      "aws:apigateway/resource:Resource": "restApi",
      "aws:apigateway/method:Method": "restApi",
      "aws:apigateway/integration:Integration": "restApi",
      "aws:apigateway/authorizer:Authorizer": "restApi",
    }),
  }),
} as const satisfies Readonly<Record<string, SourceKind>>;

/**
 * The sources that a property names, one for each of its values.
 * @param behind the suffix of the call's ARN after that of the resource, as a pattern
 */
export function sourcesOf(
  graph: Graph,
  resource: GraphResource,
  path: string,
  kind: SourceKind,
  behind = kind.behind ?? "",
): readonly Source[] {
  return graph.references(resource, path, kind.kind).map(({ at, candidates }) => {
    const [only, ...others] = candidates;
    if (only !== undefined)
      return { kind, resources: candidates, arn: others.length === 0 ? sourceArn(only, kind, behind) : "*" };
    return { kind, resources: [], arn: arnOfText(at, kind) + behind };
  });
}

/** A resource itself as the source. */
export function sourceOf(resource: GraphResource, kind: SourceKind, behind = kind.behind ?? ""): Source {
  return { kind, resources: [resource], arn: sourceArn(resource, kind, behind) };
}

function sourceArn({ properties }: GraphResource, kind: SourceKind, behind: string): string {
  const arn = patternIn(properties.at(kind.arn));
  const name = kind.nameIn === undefined ? undefined : patternIn(properties.at(kind.nameIn));
  if (arn !== undefined && parseArn(arn) !== undefined) return withoutAll(arn) + behind;
  return kind.byName(name ?? "*") + behind;
}

/** A source outside of the stack, from a text with its ARN or name. */
function arnOfText(at: Property, { arn, byName, nameIn }: SourceKind): string {
  const text = patternIn(at);
  if (text !== undefined && parseArn(text) !== undefined) return arn === "arn" ? withoutAll(text) : byName("*");
  return byName(nameIn === undefined ? "*" : (text ?? "*"));
}

function patternIn(at: Property): string | undefined {
  const text = at.string();
  return text.state === "known" && text.value !== "" ? asPattern(text.value) : undefined;
}

/** ARNs of log groups may end in `:*`. */
function withoutAll(arn: string): string {
  return arn.replace(/:\*$/, "");
}

/**
 * Whether a property certainly does not match the ARN of a source: by its text, or while that is unknown by what it was made
 * from. Undefined if it may match.
 */
export function otherThan(graph: Graph, resource: GraphResource, property: string, source: Source): Other | undefined {
  const text = resource.properties.at(property).string();
  if (text.state === "absent" || resource.input(property).state === "absent") return undefined;
  const made = resource.propertyDependencies[property] ?? [];
  const kinds = made.map((each) => sourcesBehind(graph, each, source.kind));
  const known = [...new Set(kinds.flatMap((each) => each ?? []))];
  if (text.state === "known") {
    const isWhole = known.some(
      (each) => !source.resources.includes(each) && patternIn(each.properties.at(source.kind.arn)) === text.value,
    );
    return isOtherArn(text.value, source.arn) ? (isWhole ? { made: known } : { text: text.value }) : undefined;
  }
  const isOther = source.resources.length > 0 && made.length > 0 && kinds.every((each) => each !== undefined);
  return isOther && !known.some((each) => source.resources.includes(each)) ? { made: known } : undefined;
}

/** The other source that a property names: a text, or resources. */
export interface Other {
  readonly text?: string;
  readonly made?: readonly GraphResource[];
}

/** Whether a pattern of ARNs certainly does not match an ARN. Texts that are no pattern of ARNs are not checked. */
export function isOtherArn(pattern: string, source: string): boolean {
  if (!/^arn:|^\*$/.test(pattern)) return false;
  const [own, its] = [fieldsOf(pattern), fieldsOf(source)];
  // A star of IAM may match colons, so fields are compared one by one only if no star is before the last.
  if (own === undefined || its === undefined || own.slice(0, -1).some((field) => field.includes("*")))
    return !patternsOverlap(pattern, source);
  return own.some((field, index) => !patternsOverlap(field, its[index] ?? ""));
}

/** The fields of an ARN or pattern, the last one being the resource; undefined if there are too few. */
function fieldsOf(arn: string): readonly string[] | undefined {
  const fields = arn.split(":");
  return fields.length < 6 ? undefined : [...fields.slice(0, 5), fields.slice(5).join(":")];
}

/** The sources of a kind that a resource is, or belongs to; undefined if it is something else or unknown. */
function sourcesBehind(
  graph: Graph,
  resource: GraphResource,
  { kind, parts = {} }: SourceKind,
): readonly GraphResource[] | undefined {
  if (kind.types.includes(resource.type)) return [resource];
  const property = parts[resource.type];
  if (property === undefined) return undefined;
  const found = graph.references(resource, property, kind).flatMap(({ candidates }) => candidates);
  return found.length === 0 ? undefined : found;
}
