import type { EngineEvent, Run } from "../../tools/engine";

/** A repair as the engine reports it. The SDK's types of events do not have it. */
export interface Remediation {
  readonly resourceUrn: string;
  readonly policyName: string;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

export function remediations(run: Run): readonly Remediation[] {
  return run.events.flatMap((event: EngineEvent & { policyRemediationEvent?: Remediation }) => {
    return event.policyRemediationEvent ?? [];
  });
}
