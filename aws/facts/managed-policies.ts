import { distance } from "fastest-levenshtein";

type Facts = typeof import("./managed-policies.json");

/** The facts, with an index of names. Loaded when first asked for, since few programs have a role. */
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

/** What a managed policy may allow, whatever its conditions. */
export interface ManagedGrant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** What is wrong with the ARN of a managed policy of AWS. */
export interface ManagedPolicyFault {
  /** `form`: none has such an ARN. `folder`: it is elsewhere, certainly. `name`: as of the facts there is none of this name. */
  readonly kind: "form" | "folder" | "name";
  /** The ARN that was most likely meant. */
  readonly meant?: string;
}

const PREFIX = "arn:aws:iam::aws:policy/";

/** What the managed policy of an ARN grants; undefined for one that the facts have not in full. */
export function managedGrants(arn: string): readonly ManagedGrant[] | undefined {
  const { facts, folders } = load();
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  const grants: Readonly<Record<string, string>> = facts.grants;
  // Other partitions have policies of these names, which need not allow the same.
  if (arn !== arnOf(name, folders.get(name) ?? "") || !Object.hasOwn(grants, name)) return undefined;
  return grants[name]?.split("; ").map((grant) => {
    const [actions = "", resources = "*"] = grant.split(" on ");
    return { actions: actions.split(" "), resources: resources.split(" ") };
  });
}

/** The day of which the names are. */
export function managedPoliciesDay(): string {
  return load().facts.taken;
}

/**
 * What is wrong with the ARN of a managed policy of AWS, as far as it is certain, or a name of today is close. AWS adds a hundred
 * policies a year, so that a name may be new. None of 1,594 had the letters of another, be it in other folders, with other
 * underscores or in another case, and one in 1,443 was as close as here to an older one, when it was new.
 */
export function managedPolicyFault(arn: string): ManagedPolicyFault | undefined {
  if (!arn.startsWith("arn:aws:iam::aws:")) return undefined;
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

/** The name that has the same letters, or nearly: other capitals and digits are another service's. */
function closeTo(name: string): string | undefined {
  const [letters, capitals] = [lettersOf(name), capitalsOf(name)];
  const names = [...load().folders.keys()];
  const isTypo = (other: string) =>
    Math.abs(other.length - name.length) <= 2 && capitalsOf(other) === capitals && distance(other, name) <= 2;
  return names.find((other) => lettersOf(other) === letters) ?? names.find(isTypo);
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, "");
}

function capitalsOf(name: string): string {
  return name.replaceAll(/[a-z_-]/g, "");
}
