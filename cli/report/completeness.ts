import { stackOf } from "../../kit/urn";
import { CommandError } from "../errors";
import type { Stream } from "./events";

/** The URNs of the stacks in an input. */
export function stacksOf({ sources, events }: Stream): readonly string[] {
  const urns = [
    ...sources.keys(),
    ...events.flatMap(
      ({ policyEvent, policyAnalyzeSummaryEvent }) =>
        policyEvent?.resourceUrn ?? policyAnalyzeSummaryEvent?.resourceUrn ?? [],
    ),
  ];
  return [...new Set(urns.map(stackOf))];
}

/**
 * Refuses an input from which the violations cannot be known.
 * @param checked the stacks of all inputs with events
 */
export function refuseUseless(stream: Stream, judged: ReadonlySet<string>): void {
  const { name, hasEvents, hasDigest, sources, brokenLine } = stream;
  if (hasEvents) return;
  const isAbout = stacksOf(stream);
  if (hasDigest && !(isAbout.length > 0 && isAbout.every((stack) => judged.has(stack)))) {
    throw new CommandError(
      `${name}: this is the summary of a preview, which has no violations; ` +
        "use --event-log FILE, or --json with PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true",
    );
  }
  if (sources.size > 0) return;
  throw new CommandError(
    `${name}: ${brokenLine === undefined ? "there are" : "it is cut short, and has"} no events of the engine`,
  );
}

/** Reasons why violations may be missing from an input. */
export function gapsIn({ name, events, hasEvents, brokenLine }: Stream): readonly string[] {
  if (brokenLine !== undefined) return [`${name}: line ${brokenLine} is cut short, so violations may be missing.`];
  if (!hasEvents) return [];
  const end = events.findLastIndex(({ summaryEvent }) => summaryEvent !== undefined);
  if (end === -1) return [`${name}: the run has no end, so violations may be missing.`];
  // An input may contain a preview and then the update.
  const start = events.findLastIndex(({ summaryEvent }, index) => summaryEvent !== undefined && index < end);
  const run = events.slice(start + 1, end + 1);
  const judgedResources = run.some(({ policyAnalyzeSummaryEvent }) => policyAnalyzeSummaryEvent !== undefined);
  const judgedStack = run.some(({ policyAnalyzeStackSummaryEvent }) => policyAnalyzeStackSummaryEvent !== undefined);
  if (run.at(-1)?.summaryEvent?.result !== "failed" || !judgedResources || judgedStack) return [];
  return [`${name}: the run failed before the stack as a whole was checked, so violations may be missing.`];
}
