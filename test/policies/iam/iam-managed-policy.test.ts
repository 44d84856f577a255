import { managedPoliciesDay } from "../../../aws/facts/managed-policies";
import { resourceTable } from "../../support/resource-table";
import { unknown } from "../../support/wire";

const arn = (path: string) => `arn:aws:iam::aws:policy/${path}`;
const attachment = (policyArn: unknown) => ({ role: "resize", policyArn });
const RIGHT = arn("service-role/AWSLambdaBasicExecutionRole");

resourceTable({
  policy: "iam-managed-policy",
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  passes: [
    { name: "policy in its folder", inputs: attachment(RIGHT) },
    { name: "policy without folder", inputs: attachment(arn("AmazonS3ReadOnlyAccess")) },
    { name: "policy of the account", inputs: attachment("arn:aws:iam::123456789012:policy/AmazonS3FullAcess") },
    { name: "policy that AWS may have added", inputs: attachment(arn("service-role/AWSLambdaNewSourceExecutionRole")) },
    { name: "name that is close to another service's", inputs: attachment(arn("AmazonS4FullAccess")) },
    {
      name: "policy of another partition",
      inputs: attachment("arn:aws-cn:iam::aws:policy/AWSLambdaBasicExecutionRole"),
    },
    { name: "unknown ARN", inputs: attachment(unknown) },
    {
      name: "policies of a role",
      type: "aws:iam/role:Role",
      inputs: { assumeRolePolicy: "{}", managedPolicyArns: [RIGHT, unknown] },
    },
  ],
  violates: [
    {
      name: "folder left out",
      inputs: attachment(arn("AWSLambdaBasicExecutionRole")),
      findings: [
        `policyArn: "${arn("AWSLambdaBasicExecutionRole")}" is not a managed policy of AWS: this policy has another path.\n` +
          `Fix: write "${RIGHT}".`,
      ],
    },
    {
      name: "folder of others, in a list of a role",
      type: "aws:iam/role:Role",
      inputs: { assumeRolePolicy: "{}", managedPolicyArns: [RIGHT, arn("service-role/AmazonS3ReadOnlyAccess")] },
      findings: [
        `managedPolicyArns[1]: "${arn("service-role/AmazonS3ReadOnlyAccess")}" is not a managed policy of AWS: this policy has another path.\n` +
          `Fix: write "${arn("AmazonS3ReadOnlyAccess")}".`,
      ],
    },
    {
      name: "no folder for policies",
      inputs: attachment("arn:aws:iam::aws:AmazonS3FullAccess"),
      findings: [
        'policyArn: "arn:aws:iam::aws:AmazonS3FullAccess" is not the ARN of a policy.\n' +
          `Fix: write "${arn("AmazonS3FullAccess")}".`,
      ],
    },
    {
      name: "name of a policy in place of its ARN",
      inputs: attachment("AWSXRayDaemonWriteAccess"),
      findings: [
        'policyArn: "AWSXRayDaemonWriteAccess" is not the ARN of a policy.\n' +
          `Fix: write "${arn("AWSXRayDaemonWriteAccess")}".`,
      ],
    },
    {
      name: "ARN without account, of no policy that AWS has",
      inputs: attachment("arn:aws:iam::policy/read-orders"),
      findings: [
        'policyArn: "arn:aws:iam::policy/read-orders" is not the ARN of a policy.\n' +
          "Fix: give the arn of the policy, not its name.",
      ],
    },
  ],
  advises: [
    {
      name: "name with an underscore less, which AWS had until 2021",
      type: "aws:iam/policyAttachment:PolicyAttachment",
      inputs: { roles: ["resize"], policyArn: arn("AWSLambdaFullAccess") },
      findings: [
        `policyArn: "${arn("AWSLambdaFullAccess")}" is not a managed policy that AWS had on ${managedPoliciesDay()}.\n` +
          `Fix: write "${arn("AWSLambda_FullAccess")}".`,
      ],
    },
  ],
});
