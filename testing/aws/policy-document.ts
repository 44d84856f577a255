// The document that `aws.iam.getPolicyDocument` renders, as terraform-provider-aws does in internal/service/iam/policy_model.go.
import { isObject, type Properties, type Value } from "./values";

export function policyDocument(args: Properties): Properties {
  const statements = objects(args.statements).map((statement) => ({ effect: "Allow", ...statement }));
  const sources = strings(args.sourcePolicyDocuments).map(parsed);
  const overrides = strings(args.overridePolicyDocuments).map(parsed);
  const merged = new Map<string, Properties>();
  for (const statement of [
    ...sources.flatMap(statementsOf),
    ...statements.map(policyStatement),
    ...overrides.flatMap(statementsOf),
  ]) {
    // Statements of one Sid replace each other, later ones win.
    const sid = statement.Sid;
    merged.set(typeof sid === "string" && sid !== "" ? sid : `#${merged.size}`, statement);
  }
  const version = String(args.version ?? "2012-10-17");
  const versions = [version, ...[...sources, ...overrides].map(({ Version = "" }) => Version)];
  const document: Properties = {
    Version: versions.sort().at(-1) ?? version,
    ...(typeof args.policyId === "string" && args.policyId !== "" && { Id: args.policyId }),
    ...(merged.size > 0 && { Statement: [...merged.values()] }),
  };
  const json = goJson(document, 2);
  return { ...args, statements, id: "policy", json, minifiedJson: goJson(document), version };
}

/** Go writes these three characters so that the text can stand in HTML. */
function goJson(value: Value, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(
    /[<>&]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );
}

function policyStatement(statement: Properties): Properties {
  const document: Properties = {};
  if (typeof statement.sid === "string" && statement.sid !== "") {
    document.Sid = statement.sid;
  }
  document.Effect = statement.effect ?? "Allow";
  const lists: [string, string][] = [
    ["Action", "actions"],
    ["NotAction", "notActions"],
    ["Resource", "resources"],
    ["NotResource", "notResources"],
  ];
  for (const [key, property] of lists) {
    const values = strings(statement[property]);
    if (values.length > 0) {
      document[key] = oneOrSorted(values);
    }
  }
  for (const [key, property] of [["Principal", "principals"] as const, ["NotPrincipal", "notPrincipals"] as const]) {
    const principals = objects(statement[property]);
    if (principals.length > 0) {
      document[key] = policyPrincipals(principals);
    }
  }
  const conditions = objects(statement.conditions);
  if (conditions.length > 0) {
    document.Condition = policyConditions(conditions);
  }
  return document;
}

function policyPrincipals(principals: Properties[]): Value {
  const byType: Record<string, string[]> = {};
  for (const { type, identifiers } of principals) {
    byType[String(type)] = [...(byType[String(type)] ?? []), ...strings(identifiers).sort().reverse()];
  }
  if (principals.length === 1 && byType["*"]?.[0] === "*" && byType["*"].length === 1) {
    return "*";
  }
  return byName(byType, oneOrMany);
}

function policyConditions(conditions: Properties[]): Value {
  const byTest: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of conditions) {
    const variables = byTest[String(test)] ?? {};
    byTest[String(test)] = {
      ...variables,
      [String(variable)]: [...(variables[String(variable)] ?? []), ...strings(values)],
    };
  }
  return byName(byTest, (variables) => byName(variables, oneOrMany));
}

/** In the order of their names, as Go writes maps. */
function byName<Item>(items: Readonly<Record<string, Item>>, value: (item: Item) => Value): Properties {
  const entries = Object.entries(items).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, value(item)]));
}

interface Document {
  readonly Version?: string;
  readonly Statement?: Properties | Properties[];
}

function parsed(json: string): Document {
  return JSON.parse(json);
}

function statementsOf({ Statement: statements = [] }: Document): Properties[] {
  return [statements].flat();
}

function objects(value: Value | undefined): Properties[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Their `&{` stands for `${`, which Terraform would take for its own. */
function strings(value: Value | undefined): string[] {
  return Array.isArray(value) ? value.map((item) => String(item).replaceAll("&{", "${")) : [];
}

/** Sets are written in reverse order. */
function oneOrSorted(values: string[]): Value {
  return oneOrMany(values.sort().reverse());
}

function oneOrMany(values: string[]): Value {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}
