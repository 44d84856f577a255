import type { EnforcementLevel } from "@pulumi/policy";

/** What each enforcement level does. */
export const levels: Readonly<Record<EnforcementLevel, string>> = {
  advisory: "warns",
  mandatory: "stops the run",
  remediate: "repairs the resource where the policy can, and stops the run where it cannot",
  disabled: "is silent",
};
