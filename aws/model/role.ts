import { isComponent } from "../../kit/components";
import type { Graph, GraphResource, Kind } from "../../kit/graph";
import { append } from "../../kit/groups";
import type { Property } from "../../kit/known";
import { once } from "../../kit/once";
import { managedGrants } from "../facts/managed-policies";
import { typeTokens } from "../facts/type-aliases";
import { patternsOverlap } from "./iam-patterns";
import { BUCKET, BUS, FUNCTION, KEY, POLICY, QUEUE, ROLE, STREAM, TABLE, TOPIC } from "./kinds";
import { isAboutAction, isAboutService, type Statement, statementsOf } from "./policy-document";

/** The rights that one policy gives a role. */
export interface RolePolicy {
  /** The resource that gives it to the role: an attachment, an inline policy, or the role itself. */
  readonly by: GraphResource;
  /** Undefined if unknown. */
  readonly statements: readonly Statement[] | undefined;
}

/** A right that a role needs. */
export interface Right {
  /** Such as `sqs:ReceiveMessage`. */
  readonly action: string;
  /** The resource of the action, or a pattern; undefined if unknown, or if it is not one resource. */
  readonly arn?: string | undefined;
}

/** A resource type that gives policies to roles. */
interface Giver {
  readonly types: readonly string[];
  /** The property that names the roles. */
  readonly roles: string;
  /** The property with a document, or with ARNs of policies. */
  readonly document?: string;
  readonly arns?: string;
}

const GIVERS: readonly Giver[] = [
  { types: typeTokens("aws:iam/rolePolicy:RolePolicy"), roles: "role", document: "policy" },
  { types: typeTokens("aws:iam/rolePolicyAttachment:RolePolicyAttachment"), roles: "role", arns: "policyArn" },
  { types: typeTokens("aws:iam/policyAttachment:PolicyAttachment"), roles: "roles", arns: "policyArn" },
  {
    types: typeTokens("aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive"),
    roles: "roleName",
    arns: "policyArns",
  },
];

/** The most policies of indistinguishable roles to search for each role. */
const MAX_OPEN = 50;

/** Whether a role's trust policy allows a service to assume it; undefined if unknown. */
export function trustsService(role: GraphResource, service: string): boolean | undefined {
  const statements = statementsOf(role.properties.at("assumeRolePolicy"));
  if (statements.state !== "known") return undefined;
  return statements.value.some(
    (statement) =>
      statement.effect === "Allow" &&
      isAboutAction(statement, "sts:AssumeRole") &&
      (isAboutService(statement, service) || servicesOf(statement).some((name) => isSpellingOf(name, service))),
  );
}

/** The services that a role's trust policy names. */
export function trustedServices(role: GraphResource): readonly string[] {
  const statements = statementsOf(role.properties.at("assumeRolePolicy"));
  return statements.state === "known" ? [...new Set(statements.value.flatMap(servicesOf))] : [];
}

function servicesOf({ principals }: Statement): readonly string[] {
  return principals?.Service ?? [];
}

/** Some services also have regional names: `lambda.eu-west-1.amazonaws.com`. */
function isSpellingOf(name: string, service: string): boolean {
  return name.toLowerCase().startsWith(service.slice(0, service.indexOf(".") + 1));
}

/**
 * All policies that a role of the stack has or may have; undefined if it may get others. Deny, boundaries and rules of
 * organisations only remove rights, so they are ignored.
 */
export function policiesOf(graph: Graph, role: GraphResource): readonly RolePolicy[] | undefined {
  const { given, open, isClosed } = givenPolicies(graph);
  if (open.length > MAX_OPEN || !isClosed(role)) return undefined;
  return [...ownPolicies(graph, role), ...(given.get(role) ?? []), ...open];
}

/** Whether one of some policies may allow a right: also true if unknown. */
export function mayAllow(policies: readonly RolePolicy[], right: Right): boolean {
  return policies.some(
    ({ statements }) => statements === undefined || statements.some((statement) => isGrantOf(statement, right)),
  );
}

function isGrantOf(statement: Statement, { action, arn }: Right): boolean {
  if (statement.effect !== "Allow" || !isAboutAction(statement, action)) return false;
  const { resources } = statement;
  return arn === undefined || resources === undefined || resources.some((pattern) => mayMean(pattern, arn));
}

/** Whether a pattern of resources may match an ARN. Variables such as `${aws:username}` match anything. */
function mayMean(pattern: string, arn: string): boolean {
  return patternsOverlap(pattern.replaceAll(/\$\{[^}]*\}/g, "*"), arn);
}

interface Given {
  /** Policies that roles have, or may have. */
  readonly given: ReadonlyMap<GraphResource, readonly RolePolicy[]>;
  /** Policies that any role may have. */
  readonly open: readonly RolePolicy[];
  /** Whether the model can read all resources that give policies to roles. */
  isClosed(resource: GraphResource): boolean;
}

const givenPolicies = once((graph: Graph): Given => {
  const given = new Map<GraphResource, RolePolicy[]>();
  const open: RolePolicy[] = [];
  const areNamed = graph.ofType(...ROLE.types).every(({ properties }) => properties.at("name").state === "known");
  for (const { types, roles, document, arns } of GIVERS) {
    for (const by of graph.ofType(...types)) {
      const policies =
        document === undefined
          ? attached(graph, by, arns ?? "")
          : [{ by, statements: knownStatements(by.properties.at(document)) }];
      const references = graph.references(by, roles, ROLE);
      for (const role of new Set(references.flatMap(({ candidates }) => candidates)))
        for (const policy of policies) append(given, role, policy);
      const isOpen = references.some(
        ({ at, candidates }) => candidates.length === 0 && (at.state === "unknown" || !areNamed),
      );
      if (isOpen) open.push(...policies);
    }
  }
  const others = graph.resources.filter((resource) => !isComponent(resource) && mayGiveAnything(resource));
  const taken = new Set(others.flatMap(({ dependencies }) => dependencies));
  return { given, open, isClosed: (resource) => !taken.has(resource) };
});

/** Whether a resource may give policies to roles in an unknown way, such as a template. */
function mayGiveAnything({ type }: GraphResource): boolean {
  return !/^(aws|pulumi|random|archive|time|std|tls):/.test(type) || /^aws:cloud(formation|control)\//.test(type);
}

/** The policies in a role's own properties. */
function ownPolicies(graph: Graph, role: GraphResource): readonly RolePolicy[] {
  const inline = role.input("inlinePolicies");
  const documents = inline.items();
  const own =
    documents.state === "known"
      ? documents.value.map((item) => ({ by: role, statements: knownStatements(item.at("policy")) }))
      : [];
  const unread = documents.state === "unknown" ? [{ by: role, statements: undefined }] : [];
  const isSet = role.input("managedPolicyArns").state !== "absent";
  return [...own, ...unread, ...(isSet ? attached(graph, role, "managedPolicyArns") : [])];
}

/** The policies that a property attaches by ARN. */
function attached(graph: Graph, by: GraphResource, arns: string): readonly RolePolicy[] {
  return graph.references(by, arns, POLICY).flatMap(({ at, candidates }) => {
    if (candidates.length > 0)
      return candidates.map(({ properties }) => ({ by, statements: knownStatements(properties.at("policy")) }));
    const arn = at.string();
    const grants = arn.state === "known" ? managedGrants(arn.value) : undefined;
    return { by, statements: grants?.map(({ actions, resources }) => ({ ...ALLOWING, actions, resources })) };
  });
}

const ALLOWING: Statement = {
  effect: "Allow",
  principals: undefined,
  notPrincipals: undefined,
  actions: undefined,
  notActions: undefined,
  resources: undefined,
  notResources: undefined,
  conditions: [],
};

function knownStatements(document: Property): readonly Statement[] | undefined {
  const statements = statementsOf(document);
  return statements.state === "known" ? statements.value : undefined;
}

/** Resources with policies of targets, which may allow a role directly. */
const TARGET_POLICIES: readonly { readonly types: readonly string[]; readonly target: string; readonly kind: Kind }[] =
  [
    { types: typeTokens("aws:sqs/queuePolicy:QueuePolicy"), target: "queueUrl", kind: QUEUE },
    { types: typeTokens("aws:sns/topicPolicy:TopicPolicy"), target: "arn", kind: TOPIC },
    { types: typeTokens("aws:lambda/permission:Permission"), target: "function", kind: FUNCTION },
    { types: typeTokens("aws:s3/bucketPolicy:BucketPolicy"), target: "bucket", kind: BUCKET },
    { types: typeTokens("aws:kinesis/resourcePolicy:ResourcePolicy"), target: "resourceArn", kind: STREAM },
    { types: typeTokens("aws:dynamodb/resourcePolicy:ResourcePolicy"), target: "resourceArn", kind: TABLE },
    { types: typeTokens("aws:kms/keyPolicy:KeyPolicy"), target: "keyId", kind: KEY },
    { types: typeTokens("aws:cloudwatch/eventBusPolicy:EventBusPolicy"), target: "eventBusName", kind: BUS },
  ];

/** Whether the target's own policy may allow roles of its account. Also true if unknown. */
export function mayLetRolesIn(graph: Graph, target: GraphResource, action: string): boolean {
  const own = target.input("policy").state === "absent" ? [] : [target.properties];
  const given = TARGET_POLICIES.filter(({ kind }) => kind.types.includes(target.type)).flatMap(
    ({ types, target: path, kind }) => {
      const { certain, complete } = graph.referrers(target, types, path, kind);
      return complete ? certain.map(({ properties }) => properties) : [undefined];
    },
  );
  const isClosed = givenPolicies(graph).isClosed(target);
  return !isClosed || [...own, ...given].some((policy) => policy === undefined || mayLetAccountIn(policy, action));
}

/** Whether a policy or permission of a target allows a principal that is not an AWS service. */
function mayLetAccountIn(policy: Property, action: string): boolean {
  const principal = policy.at("principal").string();
  if (principal.state !== "absent") return principal.state === "unknown" || !principal.value.endsWith(".amazonaws.com");
  const statements = knownStatements(policy.at("policy"));
  return (
    statements === undefined ||
    statements.some(
      (statement) =>
        statement.effect === "Allow" &&
        isAboutAction(statement, action) &&
        (statement.notPrincipals !== undefined || (statement.principals?.AWS ?? []).some((name) => !isAccount(name))),
    )
  );
}

/** Whether a principal is a whole account, which leaves the decision to the policies of its roles. */
function isAccount(principal: string): boolean {
  return /^(?:\d{12}|arn:[\w-]+:iam::\d{12}:root)$/.test(principal);
}

/** The one role of the stack that a function certainly has. */
export function roleOf(graph: Graph, lambda: GraphResource): GraphResource | undefined {
  return only(graph, lambda, "role", ROLE);
}

/** The one resource of a kind that a property certainly refers to. */
export function only(graph: Graph, from: GraphResource, path: string, kind: Kind): GraphResource | undefined {
  const found = graph.references(from, path, kind).flatMap(({ candidates }) => candidates);
  return found.length === 1 ? found[0] : undefined;
}
