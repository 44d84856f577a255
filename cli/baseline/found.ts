import { notesBegin } from "../../engine/report/not-checked";
import { printedType } from "../../kit/resource";
import { printable } from "../../kit/text";
import { nameOf, stackOf, typeOf } from "../../kit/urn";
import type { Outcome } from "../report/outcome";
import { PACK, type Violation } from "../report/violation";

/** A resource with a finding of a policy. */
export interface Found {
  readonly policy: string;
  /** The URN of the resource, or its name if only that is known. */
  readonly resource: string;
}

export interface Accepted {
  /** The findings that are not exempted yet. */
  readonly found: readonly Found[];
  /** All findings, exempted or not. */
  readonly all: readonly Found[];
  readonly exempted: number;
  /** A sentence for the user about each kind of finding that is left out. */
  readonly notes: readonly string[];
}

/** The findings of an outcome that a baseline exempts. */
export function acceptedIn({ packs, sources }: Outcome): Accepted {
  const violations = packs.flatMap((pack) => pack.violations);
  const ours = violations.filter(({ source, lines: [first] }) => source !== undefined && !isNoFinding(first));
  const others = packs.filter(({ name, violations: own }) => name !== PACK && own.some(({ source }) => !source));
  const open = ours.filter(({ exemption }) => exemption === undefined);
  const more = open.filter(({ lines: [first] }) => MORE.test(first)).length;
  const place = (violation: Violation) => resourcesOf(violation, [...sources.keys()]);
  return {
    found: distinct(open.flatMap(place)),
    all: distinct(ours.flatMap(place)),
    exempted: ours.length - open.length,
    notes: [
      ...others.map(({ name }) => printable(`findings of policy pack ${name} are not this pack's, and are kept`)),
      ...(more === 0
        ? []
        : [
            `${more === 1 ? "1 finding names" : `${more} findings name`} more resources than a message lists: ` +
              "preview with the new configuration, and run this again",
          ]),
    ],
  };
}

/** Notes on what could not be checked, and faults of the pack, are no findings. */
function isNoFinding(line: string): boolean {
  return notesBegin(line) || line.startsWith("NOT CHECKED: ");
}

const ALSO = / \(also in (".*)\)\.$/;
const MORE = / and \d+ more\)\.$/;

/** The resource of a violation, and the others that its message names. */
function resourcesOf({ policy, urn = "", lines: [first] }: Violation, urns: readonly string[]): readonly Found[] {
  if (urn === "") return [];
  const [, list = ""] = ALSO.exec(first) ?? [];
  const named = [...list.matchAll(/("(?:[^"\\]|\\.)*")(?: \(([^)]+)\))?/g)].flatMap(([, text = '""', type]) => {
    const name = unquoted(text);
    if (name === undefined) return [];
    const candidates = urns.filter((each) => stackOf(each) === stackOf(urn) && nameOf(each) === name);
    const wanted = candidates.filter((each) =>
      type === undefined ? typeOf(each) === typeOf(urn) : printedType(typeOf(each)) === type,
    );
    const found = wanted.length > 0 ? wanted : candidates;
    return found.length > 0 ? found : [name];
  });
  return [urn, ...named].map((resource) => ({ policy, resource }));
}

function unquoted(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined; // Escaped beyond what JSON knows.
  }
}

function distinct(found: readonly Found[]): readonly Found[] {
  return [...new Map(found.map((each) => [JSON.stringify([each.policy, each.resource]), each])).values()];
}
