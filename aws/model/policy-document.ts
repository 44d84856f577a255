import { known, type Maybe, type Property, unknown } from "../../kit/known";
import { matchesAction } from "./iam-patterns";

/** The principals of a statement: names by kind, such as `Service` or `AWS`. `*` alone means everybody, like `AWS: "*"`. */
export type Principals = Readonly<Record<string, readonly string[]>>;

/** One test of a condition: `ArnLike` of `aws:SourceArn` with some values, of which one is enough. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A statement of a policy document. A missing element is undefined. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly principals: Principals | undefined;
  readonly notPrincipals: Principals | undefined;
  readonly actions: readonly string[] | undefined;
  readonly notActions: readonly string[] | undefined;
  readonly resources: readonly string[] | undefined;
  readonly notResources: readonly string[] | undefined;
  /** All conditions must hold. */
  readonly conditions: readonly Condition[];
}

/** The longest document that is read, in characters, twice as long as AWS accepts. */
const MAX_DOCUMENT = 65_536;

/**
 * The statements of a policy document: of a queue, a topic, a key, a role's trust or a role's permissions. Also unknown if
 * the text is not a valid document, since AWS refuses it or reads it in an unknown way.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @param document the document as JSON text
 */
export function statementsOf(document: Property): Maybe<readonly Statement[]> {
  const text = document.string();
  if (text.state !== "known") return text;
  if (text.value.length > MAX_DOCUMENT) return unknown;
  const statements = listOf(fieldsOf(parse(text.value))?.Statement)?.map(readStatement);
  return statements?.every((statement) => statement !== undefined) ? known(statements) : unknown;
}

const ELEMENTS: ReadonlySet<string> = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);

type Fields = Readonly<Record<string, unknown>>;

function readStatement(value: unknown): Statement | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined || Object.keys(fields).some((name) => !ELEMENTS.has(name))) return undefined;
  const { Effect: effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } = fields;
  if (effect !== "Allow" && effect !== "Deny") return undefined;
  const [principals, notPrincipals] = [readPrincipals(Principal), readPrincipals(NotPrincipal)];
  const [actions, notActions] = [textsOf(Action), textsOf(NotAction)];
  const [resources, notResources] = [textsOf(Resource), textsOf(NotResource)];
  const conditions = readConditions(Condition);
  const isRead = [
    [principals, Principal],
    [notPrincipals, NotPrincipal],
    [actions, Action],
    [notActions, NotAction],
    [resources, Resource],
    [notResources, NotResource],
  ].every(([read, given]) => (read === undefined) === (given === undefined));
  if (!isRead || conditions === undefined) return undefined;
  return { effect, principals, notPrincipals, actions, notActions, resources, notResources, conditions };
}

function readPrincipals(value: unknown): Principals | undefined {
  if (value === "*") return { AWS: ["*"] };
  return eachOf(value, textsOf);
}

function readConditions(value: unknown): readonly Condition[] | undefined {
  if (value === undefined) return [];
  const operators = eachOf(value, (keys) => eachOf(keys, textsOf));
  return (
    operators &&
    Object.entries(operators).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
    )
  );
}

/** Reads each field of an object; undefined if one cannot be read. */
function eachOf<T>(value: unknown, read: (field: unknown) => T | undefined): Readonly<Record<string, T>> | undefined {
  const entries: [string, T][] = [];
  for (const [name, field] of Object.entries(fieldsOf(value) ?? { "": undefined })) {
    const found = read(field);
    if (found === undefined) return undefined;
    entries.push([name, found]);
  }
  return Object.fromEntries(entries);
}

function textsOf(value: unknown): readonly string[] | undefined {
  const texts = listOf(value)?.map((item) =>
    typeof item === "boolean" || typeof item === "number" ? String(item) : item,
  );
  return texts?.every((text) => typeof text === "string") ? texts : undefined;
}

/** IAM treats a single value as a list of one. */
function listOf(value: unknown): readonly unknown[] | undefined {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? value : [value];
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Whether a statement covers an action, such as `sqs:SendMessage`. */
export function isAboutAction({ actions, notActions }: Statement, action: string): boolean {
  if (notActions !== undefined) return !notActions.some((pattern) => matchesAction(pattern, action));
  return actions?.some((pattern) => matchesAction(pattern, action)) ?? false;
}

/** Whether a statement covers an AWS service, such as `s3.amazonaws.com`, by name or as everybody. */
export function isAboutService({ principals, notPrincipals }: Statement, service: string): boolean {
  const { AWS: accounts = [], Service: services = [] } = principals ?? {};
  const isNamed = services.some((name) => name === "*" || isService(name, service));
  return notPrincipals !== undefined || accounts.includes("*") || isNamed;
}

/** Whether a principal is a service, also in forms such as `logs.eu-west-1.amazonaws.com` or `s3.amazonaws.com.cn`. */
export function isService(principal: string, service: string): boolean {
  return principal.replace(/\.[a-z]{2,}(?:-[a-z]+)+-\d(?=\.amazonaws\.com)/, "").replace(/\.cn$/, "") === service;
}
