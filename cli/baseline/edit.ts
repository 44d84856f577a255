import { applyEdits, findNodeAtLocation, type JSONPath, modify } from "jsonc-parser";
import { type Exemption, isFor, isForOtherStack, type Link } from "../../engine/config/exemptions";
import { append } from "../../kit/groups";
import type { Policy } from "../../kit/policy";
import { enumerate, printable } from "../../kit/text";
import { nameOf, stackOf, typeOf } from "../../kit/urn";
import { entriesOf, type Node, plainValue, readJson } from "../check-config/json";
import { ALL } from "../configuration-keys";
import type { Source } from "../report/sources";
import type { Accepted, Found } from "./found";

interface Context {
  readonly policies: readonly Policy[];
  /** The resources of the runs, by URN. */
  readonly sources: ReadonlyMap<string, Source>;
  readonly exemption: Omit<Exemption, "resource">;
  /** Whether the runs show all that exemptions match. */
  readonly isWhole: boolean;
}

export interface Edited {
  readonly text: string;
  readonly added: number;
  readonly renewed: number;
  readonly removed: number;
  /** A sentence for each exemption that matches nothing and stays, since it may be for another stack. */
  readonly left: readonly string[];
}

/** Policies that report many resources in one finding. They leave out exempted ones, so no event shows those. */
export const LEAVING_OUT: ReadonlySet<string> = new Set([
  "component-structure",
  "required-tags",
  "resource-parent",
  ALL,
]);

/** Writes exemptions into a configuration and changes nothing else in it, not even comments. */
export function editConfiguration(before: string, { found, all }: Accepted, context: Context): Edited {
  const { exemption, isWhole } = context;
  const document = new Configuration(before, context.policies);
  const left: string[] = [];
  let [added, renewed, removed] = [0, 0, 0];
  const missing = new Map<string, Found[]>();
  for (const each of found) append(missing, each.policy, each);
  for (const name of [ALL, ...context.policies.map(({ metadata }) => metadata.name)]) {
    const wanted = new Map((missing.get(name) ?? []).map(({ resource }) => [globOf(resource), resource]));
    const idle: number[] = [];
    for (const [index, existing] of document.exemptionsOf(name).entries()) {
      if (wanted.delete(existing.resource)) {
        document.set([name, "exemptions", index], entry(existing.resource, existing.children, exemption));
        renewed++;
      } else if (
        isWhole &&
        !all.some((each) => [each.policy, ALL].includes(name) && isForFound(existing, each, context.sources))
      ) {
        const mayLeaveOut = LEAVING_OUT.has(name) && isForSome(existing, context.sources);
        if (mayLeaveOut) continue;
        if (isForStackOf(existing, all, context.sources)) idle.push(index);
        else if (!existing.resource.startsWith("urn:pulumi:")) left.push(existing.resource);
      }
    }
    // From the end, so that earlier positions stay valid.
    for (const index of idle.reverse()) document.set([name, "exemptions", index], undefined);
    removed += idle.length;
    const entries = [...wanted].map(([glob, resource]) =>
      entry(glob, isAlone(resource, context.sources) ? undefined : false, exemption),
    );
    document.addExemptions(name, entries);
    added += entries.length;
  }
  const unmatched =
    left.length === 0 ? [] : [`exemptions that match nothing in these runs, and may be for others: ${enumerate(left)}`];
  return { text: document.text, added, renewed, removed, left: unmatched.map(printable) };
}

function entry(resource: string, children: boolean | undefined, rest: Omit<Exemption, "resource">): Exemption {
  return { resource, ...(children !== undefined && { children }), ...rest };
}

/** Whether a resource certainly has no children, so that an exemption of it covers nothing else. */
function isAlone(urn: string, sources: ReadonlyMap<string, Source>): boolean {
  if (sources.get(urn)?.custom !== true) return false;
  for (const { parent } of sources.values()) if (parent === urn) return false;
  return true;
}

/** A glob that matches exactly one text. */
function globOf(text: string): string {
  return text.replace(/[\\*?[\]{}]/g, "\\$&");
}

function isForFound(exemption: Exemption, { resource }: Found, sources: ReadonlyMap<string, Source>): boolean {
  return isFor(exemption, chainOf(resource, sources));
}

/** A resource and its ancestors, as far as events show them. */
function chainOf(urn: string, sources: ReadonlyMap<string, Source>): readonly Link[] {
  const urns = new Set<string>();
  for (let next: string | undefined = urn; next !== undefined && !urns.has(next); next = sources.get(next)?.parent)
    urns.add(next);
  // The stack is the last ancestor, which not all events name as a parent.
  if (urn.startsWith("urn:")) urns.add(stackOf(urn));
  return [...urns].map((each) => ({
    urn: each,
    name: each.startsWith("urn:") ? nameOf(each) : each,
    type: typeOf(each),
  }));
}

/** Whether an exemption matches a resource of the runs, or may match one that they do not show. */
function isForSome(exemption: Exemption, sources: ReadonlyMap<string, Source>): boolean {
  return sources.size === 0 || [...sources.keys()].some((urn) => isFor(exemption, chainOf(urn, sources)));
}

/** Whether an exemption names a URN of a checked stack. One by name or type may be for another stack. */
function isForStackOf(exemption: Exemption, all: readonly Found[], sources: ReadonlyMap<string, Source>): boolean {
  const urns = [...sources.keys(), ...all.map(({ resource }) => resource)].filter((each) => each.startsWith("urn:"));
  const stacks = new Set(urns.map(stackOf));
  return (
    exemption.resource.startsWith("urn:pulumi:") && [...stacks].some((stack) => !isForOtherStack(exemption, stack))
  );
}

/** A configuration as text and parsed. */
class Configuration {
  #root: Node | undefined;

  constructor(
    public text: string,
    readonly policies: readonly Policy[],
  ) {
    this.#root = readJson(text, "taken").root;
  }

  exemptionsOf(name: string): readonly Exemption[] {
    const node = this.#root && findNodeAtLocation(this.#root, [this.#keyOf(name), "exemptions"]);
    return node === undefined ? [] : (plainValue(node) as readonly Exemption[]);
  }

  set([name, ...path]: readonly [string, ...JSONPath], value: unknown, isInsertion = false): void {
    const formattingOptions = formattingOf(this.text);
    const edits = modify(this.text, [this.#keyOf(name), ...path], value, {
      formattingOptions,
      isArrayInsertion: isInsertion,
    });
    this.text = applyEdits(this.text, edits);
    this.#root = readJson(this.text, "taken").root;
  }

  addExemptions(name: string, entries: readonly Exemption[]): void {
    if (entries.length === 0) return;
    const own = this.#root && entriesOf(this.#root).find((each) => each.name === this.#keyOf(name))?.value;
    if (own === undefined) this.set([name], { exemptions: entries });
    else if (own.type === "string") this.set([name], { enforcementLevel: own.value, exemptions: entries });
    else if (this.exemptionsOf(name).length === 0) this.set([name, "exemptions"], entries);
    else for (const each of entries) this.set([name, "exemptions", -1], each, true);
  }

  /** A configuration may have a policy under an earlier name. */
  #keyOf(name: string): string {
    const formerly = this.policies.find(({ metadata }) => metadata.name === name)?.metadata.page.formerly ?? [];
    const names = this.#root === undefined ? [] : entriesOf(this.#root).map((each) => each.name);
    return [name, ...formerly].find((each) => names.includes(each)) ?? name;
  }
}

/** The indentation and line ends of the file. */
function formattingOf(text: string) {
  const [, indent = "  "] = /^([ \t]+)\S/m.exec(text) ?? [];
  return { insertSpaces: !indent.startsWith("\t"), tabSize: indent.length, eol: text.includes("\r\n") ? "\r\n" : "\n" };
}
