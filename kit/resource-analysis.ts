import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { AnalyzeRequest, AnalyzeResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import { once } from "./once";
import { analyzerProto, type Handler, type PackIdentity, sdkServer } from "./sdk";

/** The policies that are configured to judge resources one by one, by whether they are for resources of a type. */
export interface PoliciesForType {
  readonly applicable: readonly ResourceValidationPolicy[];
  readonly notApplicable: readonly string[];
}

/**
 * The SDK's analysis of a resource, by no other policies than those for its type: of its own accord the SDK prepares the resource
 * for each policy of the pack.
 * @param policiesFor answers with the same object for the same type
 * @returns undefined where the SDK has no such handler any more
 */
export function analyzeByType(
  pack: PackIdentity,
  policiesFor: (type: string) => PoliciesForType,
): Handler<AnalyzeRequest, AnalyzeResponse> | undefined {
  const { makeAnalyzeRpcFun } = sdkServer;
  if (makeAnalyzeRpcFun === undefined) return undefined;
  const analysis = once(({ applicable }: PoliciesForType) =>
    makeAnalyzeRpcFun(pack.name, pack.version, "mandatory", applicable),
  );
  const nothingFound = once(responseOfOthers);
  return (call, callback) => {
    const policies = policiesFor(call.request.getType());
    if (policies.applicable.length === 0) return callback(null, nothingFound(policies));
    analysis(policies)(call, (error, response) => {
      const others = nothingFound(policies);
      if (response === undefined || response.getDiagnosticsList().length === 0)
        return callback(error, response && others);
      callback(error, response.setNotApplicableList(others.getNotApplicableList()));
    });
  };
}

/** The answer where no policy that is for a type found anything. */
function responseOfOthers({ notApplicable }: PoliciesForType): AnalyzeResponse {
  const response = new analyzerProto.AnalyzeResponse();
  for (const policy of notApplicable) {
    const entry = new analyzerProto.PolicyNotApplicable();
    entry.setPolicyName(policy);
    entry.setReason("The policy is not for resources of this type.");
    response.addNotApplicable(entry);
  }
  return response;
}
