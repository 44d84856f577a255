import { countsAccepted } from "../../engine/report/accepted";
import { FINDINGS } from "../../engine/report/brief";
import type { Policy } from "../../kit/policy";
import { printable } from "../../kit/text";
import { typeOf } from "../../kit/urn";
import { CommandError } from "../errors";
import { inFull } from "./brief";
import { gapsIn, refuseUseless, stacksOf } from "./completeness";
import type { EngineEvent, Stream } from "./events";
import type { Source } from "./sources";
import { PACK, pagesIn, type Violation, violationOf } from "./violation";

/** The findings of a pack's policies in one or more runs. */
export interface PackOutcome {
  readonly name: string;
  readonly version: string;
  readonly violations: readonly Violation[];
  /** The checks that passed. */
  readonly passes: readonly Pass[];
}

export interface Pass {
  readonly policy: string;
  /** The resource, or for a stack policy the stack, if it is known. */
  readonly urn: string | undefined;
}

export interface Outcome {
  readonly packs: readonly PackOutcome[];
  /** Where resources come from, by URN. */
  readonly sources: ReadonlyMap<string, Source>;
  /** Reasons why violations may be missing, a sentence each. */
  readonly gaps: readonly string[];
  /** Base address of the policies' pages, from links in messages. */
  readonly pages: string | undefined;
  /** Sentences about exempted violations that the events only count. */
  readonly counted: readonly string[];
}

/**
 * Combines the inputs.
 * @param policies the catalogue, which adds to what the engine says of a violation
 * @throws CommandError for an input from which the violations cannot be known
 */
export function outcomeOf(streams: readonly Stream[], policies: readonly Policy[]): Outcome {
  const judged = new Set(streams.filter(({ hasEvents }) => hasEvents).flatMap(stacksOf));
  for (const stream of streams) refuseUseless(stream, judged);
  const known = new Map(policies.map((policy) => [policy.metadata.name, policy]));
  const packs = new Map<string, Collected>();
  for (const stream of streams) {
    const [stack] = stacksOf(stream);
    const context = { stack, pages: pagesOf(stream), known };
    for (const event of inFull(stream.events)) if (!isCount(event)) collect(packs, event, context);
  }
  if (packs.size === 0) {
    const names = streams.map(({ name }) => name).join(", ");
    throw new CommandError(`${names}: no policy pack checked anything; see the output of the run`);
  }
  return {
    packs: [...packs].map(([name, { version, violations, passes }]) => ({
      name,
      version,
      violations: [...violations.values()],
      passes: [...passes.values()].filter(({ policy, urn }) =>
        concerns(name === PACK ? known.get(policy) : undefined, urn),
      ),
    })),
    sources: merged(streams.map((stream) => stream.sources)),
    gaps: streams.flatMap(gapsIn),
    pages: streams.map(pagesOf).find((pages) => pages !== undefined),
    counted: streams.flatMap(countedIn),
  };
}

/** Whether an event only counts exempted violations, which then have no events. */
function isCount({ policyEvent }: EngineEvent): boolean {
  return policyEvent?.policyPackName === PACK && countsAccepted(policyEvent.message);
}

function countedIn({ name, events }: Stream): readonly string[] {
  const texts = events.filter(isCount).flatMap(({ policyEvent }) => policyEvent?.message.trim() ?? []);
  const hint = `They are only counted: with ${FINDINGS}=full in the environment of the run, each is in the events.`;
  return [...new Set(texts)].map((text) => printable(`${name}: ${text} ${hint}`));
}

function pagesOf({ events }: Stream): string | undefined {
  for (const { policyEvent } of events) {
    const pages = policyEvent && pagesIn(policyEvent);
    if (pages !== undefined) return pages;
  }
  return undefined;
}

function merged(maps: readonly ReadonlyMap<string, Source>[]): ReadonlyMap<string, Source> {
  const all = new Map<string, Source>();
  for (const map of maps) for (const [urn, source] of map) all.set(urn, { ...all.get(urn), ...source });
  return all;
}

interface Collected {
  version: string;
  readonly violations: Map<string, Violation>;
  readonly passes: Map<string, Pass>;
}

/** The run that an event belongs to. */
interface Context {
  readonly stack: string | undefined;
  readonly pages: string | undefined;
  readonly known: ReadonlyMap<string, Policy>;
}

function collect(packs: Map<string, Collected>, event: EngineEvent, { stack, pages, known }: Context): void {
  const pack = (name: string, version: string) => {
    const collected = packs.get(name) ?? { version, violations: new Map(), passes: new Map() };
    packs.set(name, collected);
    return collected;
  };
  const { policyEvent, policyAnalyzeSummaryEvent, policyAnalyzeStackSummaryEvent, summaryEvent } = event;
  if (policyEvent !== undefined) {
    const { policyPackName, policyPackVersion, policyName } = policyEvent;
    const violation = violationOf(policyEvent, known.get(policyName), pages);
    // A run with a preview first reports everything twice.
    const key = JSON.stringify([violation.policy, violation.urn, violation.level, violation.lines]);
    pack(policyPackName, policyPackVersion).violations.set(key, violation);
  }
  const summary = policyAnalyzeSummaryEvent ?? policyAnalyzeStackSummaryEvent;
  if (summary !== undefined) {
    const urn = policyAnalyzeSummaryEvent?.resourceUrn ?? stack;
    const { passes } = pack(summary.policyPackName, summary.policyPackVersion);
    for (const policy of summary.passed ?? []) passes.set(JSON.stringify([policy, urn]), { policy, urn });
  }
  for (const [name, version] of Object.entries(summaryEvent?.PolicyPacks ?? {}))
    pack(name.split("|")[0] ?? name, version);
}

/** The engine also counts a policy as passed for resources that it does not concern. */
function concerns(policy: Policy | undefined, urn: string | undefined): boolean {
  return policy === undefined || policy.judgesStack || urn === undefined || policy.concerns(typeOf(urn));
}
