import type { Severity, StackValidationPolicy } from "@pulumi/policy";
import type { AnalyzeResponse, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { type Handler, type PackIdentity, sdkServer } from "./sdk";

/** What an SDK policy reports, in the form that its types do not have. */
interface Violation {
  readonly name: string;
  readonly description: string;
  readonly message: string;
  readonly urn?: string | undefined;
  readonly enforcementLevel: string;
  readonly severity?: Severity | undefined;
}

/** A policy that judges a stack, with what is configured for it. */
export interface ConfiguredStackPolicy {
  readonly policy: StackValidationPolicy;
  readonly enforcementLevel: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * The SDK's analysis of a stack, with one policy in it that stands for all: for each policy of its own the SDK would make all
 * resources of the stack anew, which takes longer than judging them.
 * @param policies those that are configured to judge
 * @returns undefined where the SDK has no such handler any more
 */
export function analyzeStackOnce(
  pack: PackIdentity,
  policies: () => readonly ConfiguredStackPolicy[],
): Handler<AnalyzeStackRequest, AnalyzeResponse> | undefined {
  return sdkServer.makeAnalyzeStackRpcFun?.(pack.name, pack.version, "mandatory", [
    {
      name: pack.name,
      description: "",
      async validateStack(args, reportViolation) {
        const report = reportViolation as unknown as (violation: Violation) => void;
        for (const { policy, enforcementLevel, options } of policies()) {
          const { name, description, severity } = policy;
          const standard = { name, description, severity, enforcementLevel };
          await policy.validateStack({ ...args, getConfig: <T extends object>() => options as T }, (violation, urn) => {
            if (typeof violation === "string") report({ ...standard, message: `${description}\n${violation}`, urn });
            else report({ ...standard, ...(violation as object as Violation) });
          });
        }
      },
    },
  ]);
}
