import { distance } from "fastest-levenshtein";

type Facts = typeof import("./managed-policies.json");

/** The facts, with an index of names. Loaded on first use, since few programs have a role. */
interface Loaded {
  readonly facts: Facts;
  readonly folders: ReadonlyMap<string, string>;
}

let loaded: Loaded | undefined;

function load(): Loaded {
  if (loaded !== undefined) return loaded;
  const facts = require("./managed-policies.json") as Facts;
  const named = Object.entries(facts.names).flatMap(([folder, names]) =>
    names.split(" ").map((name) => [name, folder] as const),
  );
  loaded = { facts, folders: new Map(named) };
  return loaded;
}

/** The actions that a managed policy may allow, ignoring conditions. */
export interface ManagedGrant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** The fault of the ARN of an AWS managed policy. */
export interface ManagedPolicyFault {
  /** `form`: no policy has such an ARN. `folder`: it is elsewhere, certainly. `name`: as of the facts there is none of this name. */
  readonly kind: "form" | "folder" | "name";
  /** The ARN that is probably meant. */
  readonly meant?: string;
}

const PREFIX = "arn:aws:iam::aws:policy/";

/** A policy of an account, or of another partition. */
const OTHER_POLICY = /^arn:(?:[\w-]+:iam::\d{12}|aws-[\w-]+:iam::aws):policy\//;

/** The grants of a managed policy; undefined if the facts do not have all of it. */
export function managedGrants(arn: string): readonly ManagedGrant[] | undefined {
  const { facts, folders } = load();
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  const grants: Readonly<Record<string, string>> = facts.grants;
  // Policies of the same names in other partitions may allow something else.
  if (arn !== arnOf(name, folders.get(name) ?? "") || !Object.hasOwn(grants, name)) return undefined;
  return grants[name]?.split("; ").map((grant) => {
    const [actions = "", resources = "*"] = grant.split(" on ");
    return { actions: actions.split(" "), resources: resources.split(" ") };
  });
}

/** The day of the facts. */
export function managedPoliciesDay(): string {
  return load().facts.taken;
}

/**
 * What is wrong with the ARN of a managed policy of AWS, as far as it is certain, or a name of today is close. AWS adds a hundred
 * policies a year, so that a name may be new. None of 1,594 had the letters of another, be it in other folders, with other
 * underscores or in another case; when they were new, one in 1,443 was a typo of an older one, as typos are here, and none
 * was an older one with a plain word more or less.
 */
export function managedPolicyFault(arn: string): ManagedPolicyFault | undefined {
  if (OTHER_POLICY.test(arn)) return undefined;
  const path = arn.startsWith(PREFIX) ? arn.slice(PREFIX.length) : undefined;
  const [name = "", ...folder] = (path ?? arn.slice(arn.lastIndexOf(":") + 1)).split("/").reverse();
  const { folders } = load();
  const home = folders.get(name);
  const meant = home === undefined ? closeTo(name) : name;
  const suggestion = meant === undefined ? {} : { meant: arnOf(meant, folders.get(meant) ?? "") };
  if (path === undefined || !/^[\w+=,.@-]+$/.test(name)) return { kind: "form", ...suggestion };
  // Policies of service-linked roles are not among the names.
  if (folder.includes("aws-service-role")) return undefined;
  if (home !== undefined) return home === folder.reverse().join("/") ? undefined : { kind: "folder", ...suggestion };
  return meant === undefined ? undefined : { kind: "name", ...suggestion };
}

function arnOf(name: string, folder: string): string {
  return `${PREFIX}${folder === "" ? "" : `${folder}/`}${name}`;
}

/** The name with the same letters, or nearly the same. */
function closeTo(name: string): string | undefined {
  const [letters, capitals, words] = [lettersOf(name), capitalsOf(name), wordsOf(name)];
  const names = [...load().folders.keys()];
  const isTypo = (other: string) =>
    Math.abs(other.length - name.length) <= 2 && capitalsOf(other) === capitals && distance(other, name) <= 2;
  return (
    names.find((other) => lettersOf(other) === letters) ??
    names.find(isTypo) ??
    names.find((other) => {
      const others = wordsOf(other);
      return LEFT_OUT.has(extraWord(others, words) ?? "") || PUT_IN.has(extraWord(words, others) ?? "");
    })
  );
}

/** Words that people often forget in names, or add to them. */
const PUT_IN: ReadonlySet<string> = new Set(["Access", "Basic", "Execution", "Only", "Queue", "Stream"]);
const LEFT_OUT: ReadonlySet<string> = new Set([...PUT_IN, "Policy", "Role"]);

/** The one word that a name has and another has not. */
function extraWord(words: readonly string[], others: readonly string[]): string | undefined {
  if (words.length !== others.length + 1) return undefined;
  const at = words.findIndex((word, index) => word !== others[index]);
  return words.slice(at + 1).every((word, index) => word === others[at + index]) ? words[at] : undefined;
}

function wordsOf(name: string): readonly string[] {
  return name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, "");
}

function capitalsOf(name: string): string {
  return name.replaceAll(/[a-z_-]/g, "");
}
