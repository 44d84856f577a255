import { type ManagedPolicyFault, managedPoliciesDay, managedPolicyFault } from "../../aws/facts/managed-policies";
import { typeTokens } from "../../aws/facts/type-aliases";
import type { Property } from "../../kit/known";
import { resourcePolicy } from "../../kit/policy";
import { quote } from "../../kit/text";

/** Resource types that attach policies, and the properties that name them. */
const ATTACHING: ReadonlyMap<string, string> = new Map(
  [
    ["aws:iam/role:Role", "managedPolicyArns"] as const,
    ...["Policy", "RolePolicy", "UserPolicy", "GroupPolicy"].map(
      (what) =>
        [`aws:iam/${what.charAt(0).toLowerCase()}${what.slice(1)}Attachment:${what}Attachment`, "policyArn"] as const,
    ),
    ["aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "policyArns"] as const,
  ].flatMap(([type, property]) => typeTokens(type).map((token) => [token, property] as const)),
);

export const iamManagedPolicy = resourcePolicy({
  name: "iam-managed-policy",
  description: "A policy is attached by its ARN, and one of AWS's managed policies by an ARN that exists.",
  severity: "high",
  level: "mandatory",
  resources: (type) => ATTACHING.has(type),
  options: {},
  remediationSteps: "Attach the policy by the ARN that AWS documents for it, with its folder, such as service-role/.",
  tags: ["iam", "deployment"],
  page: {
    why: "Many managed policies of AWS are in a folder: AWSLambdaBasicExecutionRole is in service-role/. With an ARN without it, a name in place of an ARN, or a name that is nearly right, AWS refuses the attachment (NoSuchEntity) after the role was created.",
    limits:
      "It does not look for policies of accounts, nor for those of other partitions than aws. AWS adds policies, so it reports a name only where that is the name of a policy in another folder, or close to one.",
    advisory:
      "A name that is close to a policy's, but not the same: AWS may have added it since the names were taken, or withdrawn it, while existing attachments still work.",
    sources: [
      "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names",
      "https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html",
    ],
    since: "0.1.0",
  },

  check({ type, properties }, _options, report) {
    for (const at of valuesOf(properties.at(ATTACHING.get(type) ?? ""))) {
      const arn = at.string();
      const fault = arn.state === "known" ? managedPolicyFault(arn.value) : undefined;
      if (arn.state === "known" && fault !== undefined)
        report({ at, ...notThere(arn.value, fault), ...(fault.kind === "name" && { level: "advisory" }) });
    }
  },
});

const notThere = (arn: string, { kind, meant }: ManagedPolicyFault) => ({
  problem: `${quote(arn)} is ${
    {
      form: "not the ARN of a policy",
      folder: "not a managed policy of AWS: this policy has another path",
      name: `not a managed policy that AWS had on ${managedPoliciesDay()}`,
    }[kind]
  }`,
  fix: meant === undefined ? "give the arn of the policy, not its name" : `write ${quote(meant)}`,
});

/** A value, or the values of a list. */
function valuesOf(property: Property): readonly Property[] {
  const items = property.items();
  return items.state === "known" ? items.value : [property];
}
