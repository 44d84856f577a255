import type { StackValidationPolicy } from "@pulumi/policy";
import { PolicyPack } from "@pulumi/policy";
import type { ServerlessPoliciesConfig } from "aws-serverless-guard/policies";
import { serverlessPolicies } from "aws-serverless-guard/policies";

// Levels and options. A file of --policy-pack-config has the last word.
const config: ServerlessPoliciesConfig = {
  all: "advisory",
  "lambda-python-runtime": { enforcementLevel: "mandatory", minimum: "3.12" },
  "required-tags": { tags: ["Team", { name: "Stage", values: ["dev", "prod"] }] },
};

// One of your own: https://www.pulumi.com/docs/iac/crossguard/
const queues: StackValidationPolicy = {
  name: "few-queues",
  description: "A stack has no more than a hundred queues.",
  enforcementLevel: "advisory",
  validateStack({ resources }, report) {
    const count = resources.filter(({ type }) => type === "aws:sqs/queue:Queue").length;
    if (count > 100) report(`The stack has ${count} queues.`);
  },
};

new PolicyPack("policies", { policies: [...serverlessPolicies(config), queues] });
