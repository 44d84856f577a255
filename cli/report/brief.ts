import { readBrief } from "../../engine/report/brief";
import { quote } from "../../kit/text";
import { nameOf } from "../../kit/urn";
import type { EngineEvent, PolicyEvent } from "./events";
import { withoutColors } from "./violation";

/** Adds the fix to each event: a run prints it once for all resources with the same problem. */
export function inFull(events: readonly EngineEvent[]): readonly EngineEvent[] {
  const told = new Map<string, readonly string[]>();
  for (const { policyEvent } of events) {
    if (policyEvent === undefined) continue;
    const lines = linesOf(policyEvent);
    const name = quote(nameOf(policyEvent.resourceUrn ?? ""));
    // The problem is the first line, or the second below the description of the policy.
    for (const [index, line] of lines.slice(0, 2).entries()) {
      told.set(keyOf(policyEvent, name, line), lines.slice(index));
    }
  }
  return events.map((event) => {
    const { policyEvent } = event;
    const [line = "", ...more] = policyEvent === undefined ? [] : linesOf(policyEvent);
    const brief = more.length === 0 ? readBrief(line) : undefined;
    if (policyEvent === undefined || brief === undefined) return event;
    const full = told.get(keyOf(policyEvent, brief.like, brief.problem));
    return full === undefined ? event : { ...event, policyEvent: { ...policyEvent, message: full.join("\n") } };
  });
}

function linesOf({ message }: PolicyEvent): readonly string[] {
  return withoutColors(message).trim().split("\n");
}

function keyOf({ policyName, policyPackName, enforcementLevel }: PolicyEvent, name: string, problem: string): string {
  return JSON.stringify([policyPackName, policyName, enforcementLevel, name, problem]);
}
