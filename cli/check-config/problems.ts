import Ajv, { type ErrorObject } from "ajv";
import { findNodeAtLocation } from "jsonc-parser";
import { CATALOGUE, catalogueSchema } from "../../engine/config/catalogue";
import { isDay } from "../../engine/config/days";
import { formats } from "../../engine/config/formats";
import { optionErrors } from "../../engine/config/option-errors";
import { unknownPolicy } from "../../engine/config/unknown-policy";
import { formatContradiction, readOptions } from "../../engine/config/validation";
import type { OptionRules } from "../../kit/options";
import type { Policy } from "../../kit/policy";
import { quote } from "../../kit/text";
import { allSchema, environmentsSchema, policySchema } from "../config-schema";
import { ALL, ENVIRONMENTS } from "../configuration-keys";
import { entriesOf, keyAt, type Node, nodeAt, type Problem, plainValue } from "./json";

type Schema = Readonly<Record<string, unknown>>;

const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  strict: false,
  formats,
});

/** All problems of a configuration: those that the pack refuses, in its words, and those that the engine refuses. */
export function configurationProblems(root: Node, policies: readonly Policy[]): readonly Problem[] {
  if (root.type !== "object")
    return [{ offset: root.offset, message: 'expected an object such as { "all": "advisory" }' }];
  const byName = policiesByName(policies);
  return entriesOf(root).flatMap(({ name, key, value }) => {
    if (name === ENVIRONMENTS) return environmentsProblems(root);
    if (name === CATALOGUE) return catalogueProblems(value);
    if (name === ALL) return [...levelOrObject(name, value, allSchema, { options: {} }), ...withoutLevel(value)];
    const policy = byName.get(name);
    if (policy === undefined)
      return [{ offset: key.offset, message: strangerProblem(name, value, [...byName.keys()]) }];
    return [...namedTwice(root, key, policy), ...levelOrObject(name, value, policySchema(policy), policy.metadata)];
  });
}

/** Warnings: what does no harm but is probably a mistake. */
export function configurationWarnings(root: Node, day: string): readonly Problem[] {
  return entriesOf(root).flatMap(({ value }) => {
    const exemptions = value.type === "object" ? findNodeAtLocation(value, ["exemptions"]) : undefined;
    return (exemptions?.type === "array" ? (exemptions.children ?? []) : []).flatMap((exemption) => {
      const expires = findNodeAtLocation(exemption, ["expires"]);
      if (typeof expires?.value !== "string" || !isDay(expires.value) || expires.value >= day) return [];
      return [{ offset: expires.offset, message: `the exemption expired on ${expires.value}: renew or remove it` }];
    });
  });
}

/** The number of policies that a configuration names. */
export function configuredPolicies(root: Node | undefined, policies: readonly Policy[]): number {
  const byName = policiesByName(policies);
  const names = root === undefined ? [] : entriesOf(root).map(({ name }) => name);
  return names.includes(ALL) ? policies.length : new Set(names.flatMap((name) => byName.get(name) ?? [])).size;
}

/** Policies by their names and earlier names. */
function policiesByName(policies: readonly Policy[]): ReadonlyMap<string, Policy> {
  return new Map(
    policies.flatMap((policy) => {
      const { name, page } = policy.metadata;
      return [name, ...(page.formerly ?? [])].map((each) => [each, policy] as const);
    }),
  );
}

/** The engine fails on options under `all` without a level, with a message that does not say so. */
function withoutLevel(node: Node): readonly Problem[] {
  const names = node.type === "object" ? entriesOf(node).map(({ name }) => name) : [];
  if (names.length === 0 || names.includes("enforcementLevel")) return [];
  return [
    { offset: node.offset, message: `${ALL}: the engine takes options here only beside "enforcementLevel": add it` },
  ];
}

function strangerProblem(name: string, value: Node, names: readonly string[]): string {
  if (name === "$schema")
    return 'the engine takes "$schema" for a policy: remove it, and tell the editor which files have the schema';
  const isGroup = value.type === "object" && entriesOf(value).some((entry) => [...names, ALL].includes(entry.name));
  if (isGroup) return `${quote(name)} is not a policy: policies belong at the top level`;
  return unknownPolicy(name, [...names, ALL, ENVIRONMENTS, CATALOGUE]);
}

/** Of two names for one policy, the engine keeps one configuration, without saying which. */
function namedTwice(root: Node, key: Node, { metadata: { name } }: Policy): readonly Problem[] {
  if (key.value === name || !entriesOf(root).some((entry) => entry.name === name)) return [];
  return [
    {
      offset: key.offset,
      message: `${quote(key.value)} is an earlier name of ${quote(name)}, which is configured too`,
    },
  ];
}

function environmentsProblems(root: Node): readonly Problem[] {
  return schemaProblems(root, plainValue(root), environmentsSchema, [ENVIRONMENTS]);
}

function catalogueProblems(node: Node): readonly Problem[] {
  const problems = schemaProblems(node, plainValue(node), catalogueSchema, Object.keys(catalogueSchema.properties));
  return problems.map(({ offset, message }) => ({ offset, message: `${CATALOGUE}: ${message}` }));
}

/** A level alone is short for an object with only that level. */
function levelOrObject(
  name: string,
  node: Node,
  schema: Schema & { properties: Schema },
  rules: OptionRules,
): readonly Problem[] {
  const value = node.type === "string" ? { enforcementLevel: node.value } : plainValue(node);
  const problems =
    node.type === "string" || node.type === "object"
      ? schemaProblems(node, value, schema, Object.keys(schema.properties))
      : [{ offset: node.offset, message: 'expected a level such as "advisory", or an object with options in { }' }];
  const all = problems.length === 0 ? contradictionsIn(node, value, rules) : problems;
  return all.map(({ offset, message }) => ({ offset, message: `${name}: ${message}` }));
}

function contradictionsIn(node: Node, value: unknown, { options: schemas, contradictions }: OptionRules) {
  const { enforcementLevel, ...own } = value as Record<string, unknown>;
  if (contradictions === undefined || Object.keys(own).length === 0) return [];
  const options = readOptions("", { options: schemas }, own);
  return contradictions(options as never).map((contradiction) => ({
    offset: nodeAt(node, contradiction.at).offset,
    message: formatContradiction(contradiction),
  }));
}

/** @param names of all options */
function schemaProblems(root: Node, value: unknown, schema: Schema, names: readonly string[]): readonly Problem[] {
  const check = ajv.compile(schema);
  if (check(value)) return [];
  return located(check.errors ?? [], names).map(({ error, message }) => ({
    offset: placeOf(root, error).offset,
    message,
  }));
}

/** Errors of a schema with the pack's messages, each at its place. */
function located(
  errors: readonly ErrorObject[],
  names: readonly string[],
): readonly { error: ErrorObject; message: string }[] {
  const found = new Map<string, ErrorObject>();
  // The deepest first: a message belongs to the innermost place that produces it.
  const inner = [...errors].sort((a, b) => b.instancePath.length - a.instancePath.length);
  for (const error of inner) {
    const beneath =
      error.keyword === "additionalProperties"
        ? [error]
        : inner.filter(
            ({ keyword, instancePath: path }) =>
              keyword !== "additionalProperties" && `${path}/`.startsWith(`${error.instancePath}/`),
          );
    for (const message of optionErrors(beneath, names)) if (!found.has(message)) found.set(message, error);
  }
  return optionErrors(errors, names).flatMap((message) => {
    const error = found.get(message);
    return error === undefined ? [] : [{ error, message }];
  });
}

function placeOf(root: Node, { keyword, instancePath, params }: ErrorObject): Node {
  const steps = instancePath.split("/").slice(1).map(pointerStep);
  const path: (string | number)[] = [];
  for (const step of steps) path.push(nodeAt(root, path).type === "array" ? Number(step) : step);
  return keyword === "additionalProperties" ? keyAt(root, path, String(params.additionalProperty)) : nodeAt(root, path);
}

function pointerStep(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}
