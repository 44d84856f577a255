import { isComponent } from "../../kit/components";
import type { Graph, GraphResource, Kind } from "../../kit/graph";
import { append } from "../../kit/groups";
import { type Property, textOf } from "../../kit/known";
import { once } from "../../kit/once";
import { isUnseen } from "../../kit/resource";
import { typeTokens } from "../facts/type-aliases";
import { parseArn } from "./arn";
import { type Called, calledFunctions, type Qualifier, SOME } from "./called-functions";
import { isOtherArn, type Other, otherThan, type Source } from "./grant-sources";
import { asPattern, matchesAction } from "./iam-patterns";
import { FUNCTION, KEY, LOG_GROUP, QUEUE, TOPIC } from "./kinds";
import {
  type Condition,
  isAboutAction,
  isAboutService,
  isService,
  type Statement,
  statementsOf,
} from "./policy-document";

/** A call of a service to a resource, on behalf of a source. */
export interface Call {
  /** Principals of the service, of which one must be allowed. */
  readonly services: readonly [string, ...string[]];
  readonly action: string;
  /** Left out if the ARN that AWS sends is unknown. */
  readonly source?: Source;
  /** For a function: the called version or alias. */
  readonly qualifier?: Qualifier;
  /** Whether the call is by function URL. */
  readonly isByUrl?: boolean;
  /** Whether the service calls as the account: a statement for the account allows it, as does a topic without policy. */
  readonly asAccount?: boolean;
}

/** The mismatch of a grant and a call. */
export interface Miss {
  readonly grant: GraphResource;
  readonly in: "service" | "action" | "resource" | "account" | "qualifier" | "source";
  /** What the grant is for instead, where `in` is the source. */
  readonly other?: Other;
  /** What the grant is for instead, where `in` is the qualifier. */
  readonly qualifier?: Qualifier;
}

/** The grants for a call. */
export interface Grants {
  /**
   * `no` only if nothing allows it, and every possible grant is in the stack and known. `yes` also if a grant may fit.
   */
  readonly answer: "yes" | "no" | "unknown";
  /** Resources that allow it, or may do so. */
  readonly by: readonly GraphResource[];
  /** Whether nothing else may allow it. */
  readonly complete: boolean;
  /** Other grants of the target, the nearest miss first. */
  readonly misses: readonly Miss[];
}

/** How a kind of resource grants access. */
export interface Target {
  readonly kind: Kind;
  readonly noun: string;
  /** The action of a call. */
  readonly action: string;
  /**
   * The resource that grants access: type tokens, the property that names the target, and its everyday name. Without a property it
   * applies to the whole account.
   */
  readonly grant: { readonly types: readonly string[]; readonly target?: string; readonly noun: string };
  /** Types of aws-native that grant access too, each with the property that names the target. Their grants are not read. */
  readonly nativeGrants: Readonly<Record<string, string>>;
  /** A pattern of its ARN from its name. */
  readonly arnByName: (name: string) => string;
  /** The suffix of the ARN in policies, as a pattern. */
  readonly behind?: string;
}

export const TARGETS = {
  queue: {
    kind: QUEUE,
    noun: "queue",
    action: "sqs:SendMessage",
    grant: { types: typeTokens("aws:sqs/queuePolicy:QueuePolicy"), target: "queueUrl", noun: "an aws.sqs.QueuePolicy" },
    nativeGrants: { "aws-native:sqs:QueuePolicy": "queues", "aws-native:sqs:QueueInlinePolicy": "queue" },
    arnByName: (name) => `arn:*:sqs:*:*:${name}`,
  },
  topic: {
    kind: TOPIC,
    noun: "topic",
    action: "sns:Publish",
    grant: { types: typeTokens("aws:sns/topicPolicy:TopicPolicy"), target: "arn", noun: "an aws.sns.TopicPolicy" },
    nativeGrants: { "aws-native:sns:TopicPolicy": "topics", "aws-native:sns:TopicInlinePolicy": "topicArn" },
    arnByName: (name) => `arn:*:sns:*:*:${name}`,
  },
  function: {
    kind: FUNCTION,
    noun: "function",
    action: "lambda:InvokeFunction",
    grant: {
      types: typeTokens("aws:lambda/permission:Permission"),
      target: "function",
      noun: "an aws.lambda.Permission",
    },
    nativeGrants: { "aws-native:lambda:Permission": "functionName" },
    arnByName: (name) => `arn:*:lambda:*:*:function:${name}`,
  },
  logGroup: {
    kind: LOG_GROUP,
    noun: "log group",
    action: "logs:PutLogEvents",
    grant: {
      types: typeTokens("aws:cloudwatch/logResourcePolicy:LogResourcePolicy"),
      noun: "an aws.cloudwatch.LogResourcePolicy",
    },
    nativeGrants: { "aws-native:logs:ResourcePolicy": "policyName" },
    arnByName: (name) => `arn:*:logs:*:*:log-group:${name}`,
    behind: "*",
  },
  key: {
    kind: KEY,
    noun: "key",
    action: "kms:GenerateDataKey",
    grant: { types: typeTokens("aws:kms/keyPolicy:KeyPolicy"), target: "keyId", noun: "an aws.kms.KeyPolicy" },
    nativeGrants: {},
    arnByName: () => "*",
  },
} as const satisfies Readonly<Record<string, Target>>;

/** The most permissions of a function that are read. Lambda's limit of 20 KB allows half as many. */
const MAX_PERMISSIONS = 200;

/** The most policies of a target that are read. A queue or topic has only one. */
const MAX_POLICIES = 50;

/** The grants for a call of a resource. */
export function grantsOf(graph: Graph, target: GraphResource, as: Target, call: Call): Grants {
  const { grants, complete } = as === TARGETS.function ? permissionsOf(graph, target) : policiesOf(graph, target, as);
  return compared(
    graph,
    { grants, complete: complete && isGrantedHereOnly(graph, target, as) },
    call,
    arnOf(target, as),
  );
}

/** The grants in the stack for a call of a function, queue or topic outside of it, by its name. */
export function grantsElsewhere(graph: Graph, name: string, as: Target, call: Call): Grants {
  const byName = as === TARGETS.function ? permissions(graph).byName : policiesByName(graph)(as);
  const grants = byName.get(name) ?? [];
  return compared(graph, { grants: grants.slice(0, MAX_PERMISSIONS), complete: false }, call, "*");
}

/** The policies whose target a known text names, a URL or an ARN. */
const policiesByName = once((graph: Graph) =>
  once(({ grant, kind }: Target): ReadonlyMap<string, readonly Grant[]> => {
    const byName = new Map<string, Grant[]>();
    for (const resource of graph.ofType(...grant.types)) {
      const [named] = grant.target === undefined ? [] : graph.references(resource, grant.target, kind);
      const name = named?.candidates.length === 0 ? textOf(named.at)?.split(/[:/]/).at(-1) : undefined;
      if (name) append(byName, name, { resource, document: resource.properties.at("policy") });
    }
    return byName;
  }),
);

function compared(graph: Graph, { grants, complete }: Found, call: Call, arn: string): Grants {
  const misses = grants.map((grant) => missOf(graph, grant, call, arn));
  const by = grants.filter((_, index) => misses[index] === undefined).map(({ resource }) => resource);
  // A topic without a policy accepts messages of its own account.
  const isOpen = call.asAccount === true && grants.length === 0;
  return {
    answer: by.length > 0 || isOpen ? "yes" : complete ? "no" : "unknown",
    by,
    complete,
    misses: misses.flatMap((miss) => miss ?? []).toSorted((a, b) => STEPS.indexOf(b.in) - STEPS.indexOf(a.in)),
  };
}

/** The order in which grants are compared: the later one fails, the more likely it is the intended one. */
const STEPS: readonly Miss["in"][] = ["service", "action", "resource", "account", "qualifier", "source"];

/** A permission, or a policy document, of one target. */
interface Grant {
  readonly resource: GraphResource;
  /** The document; undefined for a permission. */
  readonly document?: Property;
  readonly qualifier?: Qualifier;
}

interface Found {
  readonly grants: readonly Grant[];
  readonly complete: boolean;
}

function missOf(graph: Graph, grant: Grant, call: Call, target: string): Miss | undefined {
  if (grant.document === undefined) return permissionMiss(graph, grant, call);
  const statements = statementsOf(grant.document);
  if (statements.state !== "known")
    return statements.state === "unknown" ? undefined : { grant: grant.resource, in: "service" };
  const misses = statements.value.map((statement) => statementMiss(statement, call, target));
  if (misses.includes(undefined)) return undefined;
  const furthest = Math.max(0, ...misses.map((miss) => STEPS.indexOf(miss?.in ?? "service")));
  const other = misses.find((miss) => miss?.in === STEPS[furthest])?.other;
  return { grant: grant.resource, in: STEPS[furthest] ?? "service", ...(other && { other }) };
}

/**
 * The mismatch of a permission; undefined if it fits.
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
function permissionMiss(
  graph: Graph,
  { resource, qualifier }: Grant,
  { services, action, source, qualifier: called, isByUrl }: Call,
): Miss | undefined {
  const miss = (place: Miss["in"], rest: Partial<Miss> = {}): Miss => ({ grant: resource, in: place, ...rest });
  const { properties } = resource;
  const [principal, granted] = [properties.at("principal").string(), properties.at("action").string()];
  const isUrlOnly = properties.at("invokedViaFunctionUrl").boolean();
  const isFor = (name: string) => name === "*" || services.some((service) => isService(name, service));
  if (principal.state === "known" && !isFor(principal.value)) return miss("service");
  if (granted.state === "known" && !matchesAction(granted.value, action)) return miss("action");
  if (!isByUrl && isUrlOnly.state === "known" && isUrlOnly.value) return miss("action");
  if (isOtherAccount(properties.at("sourceAccount"), source)) return miss("account");
  if (!mayBeSame(qualifier, called)) return miss("qualifier", { qualifier });
  const other = source && otherThan(graph, resource, "sourceArn", source);
  return other && miss("source", { other });
}

function isOtherAccount(at: Property, source: Source | undefined): boolean {
  const account = at.string();
  const itsAccount = source && parseArn(source.arn)?.account;
  const areKnown = account.state === "known" && /^\d{12}$/.test(account.value) && /^\d{12}$/.test(itsAccount ?? "");
  return areKnown && account.value !== itsAccount;
}

/** Whether two qualifiers may be of one version or alias. */
function mayBeSame(a: Qualifier, b: Qualifier): boolean {
  if (a === undefined || b === undefined || a === b) return true;
  return (a === SOME && b !== "") || (b === SOME && a !== "");
}

/** The mismatch of a statement with a call; undefined if it may allow it. A Deny statement allows nothing. */
function statementMiss(statement: Statement, call: Call, target: string): Omit<Miss, "grant"> | undefined {
  const isAbout = call.services.some((service) => isAboutService(statement, service));
  const isOfAccount = call.asAccount === true && statement.principals?.AWS !== undefined;
  const isOfOwner = call.services.includes(EVENTS) && statement.conditions.some(isOwner);
  if (statement.effect !== "Allow" || isOfOwner || (!isAbout && !isOfAccount)) return { in: "service" };
  if (!isAboutAction(statement, call.action)) return { in: "action" };
  const { resources, conditions } = statement;
  if (resources?.every((pattern) => isOtherArn(pattern, target))) return { in: "resource" };
  for (const condition of conditions) {
    if (isOtherCondition(condition, call)) return { in: "source", other: { text: condition.values.join(", ") } };
  }
  return undefined;
}

const EVENTS = "events.amazonaws.com";

/**
 * Whether a condition is about the owner of the source, as in SNS's default policy of a topic. It does not allow
 * EventBridge. Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
 */
const isOwner = ({ operator, key }: Condition) => /^aws:sourceowner$/i.test(key) && !/IfExists$/i.test(operator);

const ARN_OPERATORS = /^(?:ForAnyValue:)?(?:Arn(?:Equals|Like)|StringLike)(?:IfExists)?$/i;
const EXACT_OPERATORS = /^(?:ForAnyValue:)?StringEquals(?:IfExists)?$/i;

/**
 * Whether a condition certainly does not hold of a call. Arn operators take wildcards, also ArnEquals; StringEquals takes none.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
function isOtherCondition({ operator, key, values }: Condition, { source }: Call): boolean {
  if (source === undefined || values.length === 0) return false;
  const name = key.toLowerCase();
  if (name === "aws:sourcearn" && ARN_OPERATORS.test(operator))
    return values.every((value) => isOtherArn(value, source.arn));
  const isExact = EXACT_OPERATORS.test(operator);
  // A star has no meaning here, and no ARN has one.
  if (name === "aws:sourcearn" && isExact)
    return values.every((value) => asPattern(value) === undefined || isOtherArn(value, source.arn));
  const account = parseArn(source.arn)?.account ?? "";
  const areAccounts = values.every((value) => /^\d{12}$/.test(value)) && /^\d{12}$/.test(account);
  return name === "aws:sourceaccount" && isExact && areAccounts && !values.includes(account);
}

function arnOf(target: GraphResource, { arnByName, behind = "" }: Target): string {
  const [arn, name] = ["arn", "name"].map((property) => target.properties.at(property).string());
  const known = arn?.state === "known" ? asPattern(arn.value.replace(/:\*$/, "")) : undefined;
  const named = name?.state === "known" && name.value !== "" ? asPattern(name.value) : undefined;
  return (known ?? (named === undefined ? "*" : arnByName(named))) + behind;
}

/** The policies of a queue or topic: its own, and those that are resources. */
function policiesOf(graph: Graph, target: GraphResource, { grant, kind }: Target): Found {
  const of =
    grant.target === undefined
      ? { certain: graph.ofType(...grant.types), complete: graph.ofType(...grant.types).length <= MAX_POLICIES }
      : graph.referrers(target, grant.types, grant.target, kind);
  const own =
    target.input("policy").state === "absent" ? [] : [{ resource: target, document: target.properties.at("policy") }];
  const property = grant.target === undefined ? "policyDocument" : "policy";
  const others = of.certain
    .slice(0, MAX_POLICIES)
    .map((resource) => ({ resource, document: resource.properties.at(property) }));
  return { grants: [...own, ...others], complete: of.complete };
}

interface PermissionIndex {
  readonly byFunction: ReadonlyMap<GraphResource, readonly Grant[]>;
  readonly byName: ReadonlyMap<string, readonly Grant[]>;
  /** All of those. */
  readonly named: readonly Grant[];
  /** Permissions for unknown functions. */
  readonly open: readonly Grant[];
}

const permissions = once((graph: Graph): PermissionIndex => {
  const [byFunction, byName, open] = [new Map<GraphResource, Grant[]>(), new Map<string, Grant[]>(), [] as Grant[]];
  for (const resource of graph.ofType(...TARGETS.function.grant.types)) {
    const [called] = calledFunctions(graph, resource, "function");
    const grant = { resource, qualifier: called && grantedQualifier(graph, resource, called) };
    for (const lambda of called?.functions ?? []) append(byFunction, lambda, grant);
    if (called?.elsewhere !== undefined) append(byName, called.elsewhere, grant);
    else if (called?.functions.length === 0) open.push(grant);
  }
  return { byFunction, byName, named: [...byName.values()].flat(), open };
});

/** The version or alias of a permission. */
function grantedQualifier(graph: Graph, permission: GraphResource, called: Called): Qualifier {
  const [at, text] = [permission.input("qualifier"), permission.properties.at("qualifier").string()];
  if (at.state === "absent" || (text.state === "known" && text.value === "")) return called.qualifier;
  if (text.state === "known") return text.value;
  // `qualifier: alias.name` is that of an alias whose name is known later.
  const made = permission.propertyDependencies.qualifier ?? [];
  return made.length > 0 && calledFunctions(graph, permission, "qualifier").length > 0 ? SOME : undefined;
}

function permissionsOf(graph: Graph, lambda: GraphResource): Found {
  const { byFunction, named, open } = permissions(graph);
  // A permission may name a function by the name that it is to have.
  const isNameless = lambda.properties.at("name").string().state !== "known";
  const sources = [byFunction.get(lambda) ?? [], isNameless ? named : [], open];
  const isReadable = sources.reduce((sum, { length }) => sum + length, 0) <= MAX_PERMISSIONS;
  return isReadable ? { grants: sources.flat(), complete: true } : { grants: [], complete: false };
}

/** Whether the stack creates a target, and all its grants are known. */
function isGrantedHereOnly(graph: Graph, target: GraphResource, as: Target): boolean {
  // The inputs of a looked-up resource are unknown.
  return !isUnseen(target) && !mayBeNamed(target, nativeNames(graph)(as)) && !touchedByOthers(graph).has(target);
}

/** The targets of aws-native's grants, whose content is not read. */
interface NativeNames {
  readonly named: ReadonlySet<GraphResource>;
  /** Whether one names an unknown target. */
  readonly isOpen: boolean;
  /** Texts that name no resource with a known ARN. */
  readonly texts: string;
}

const nativeNames = once((graph: Graph) =>
  once(({ kind, nativeGrants }: Target): NativeNames => {
    const [named, texts] = [new Set<GraphResource>(), [] as string[]];
    let isOpen = false;
    for (const [type, property] of Object.entries(nativeGrants)) {
      for (const native of graph.ofType(type)) {
        const references = graph.references(native, property, kind);
        const isMade = (native.propertyDependencies[property] ?? []).length > 0;
        isOpen ||= references.length === 0;
        for (const { at, candidates } of references) {
          const text = at.string();
          for (const candidate of candidates) named.add(candidate);
          if (candidates.length > 0) continue;
          if (text.state === "known") texts.push(text.value);
          else isOpen ||= !isMade;
        }
      }
    }
    return { named, isOpen, texts: texts.join("\n") };
  }),
);

function mayBeNamed(target: GraphResource, { named, isOpen, texts }: NativeNames): boolean {
  if (isOpen || named.has(target)) return true;
  const [name, arn] = ["name", "arn"].map((property) => target.properties.at(property).string());
  if (texts === "" || arn?.state !== "unknown") return false;
  return name?.state === "known" ? texts.includes(name.value) : name?.state === "unknown";
}

/** Types that create resources outside of the stack's view. */
const MAKES_OTHERS = /^aws:(?:cloudformation|cloudcontrol|serverlessrepository)\//;

/** Inputs of commands, templates and resources of other providers, which may grant access. */
const touchedByOthers = once((graph: Graph): ReadonlySet<GraphResource> => {
  const others = graph.resources.filter(
    (resource) =>
      MAKES_OTHERS.test(resource.type) ||
      (!/^(?:aws|aws-native|pulumi):/.test(resource.type) && !isComponent(resource)),
  );
  return new Set(others.flatMap(({ dependencies }) => dependencies));
});
