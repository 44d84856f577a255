import { isRestored } from "../../aws/model/dynamodb-keys";
import type { Property } from "../../kit/known";
import { resourcePolicy } from "../../kit/policy";
import type { Resource } from "../../kit/resource";
import { enumerate, quote } from "../../kit/text";

const CAPACITIES = ["readCapacity", "writeCapacity"] as const;

export const dynamodbOnDemandCapacity = resourcePolicy({
  name: "dynamodb-on-demand-capacity",
  description: "A DynamoDB table has capacities if its billing mode is PROVISIONED, and none if it is PAY_PER_REQUEST.",
  severity: "high",
  level: "mandatory",
  resources: ["aws:dynamodb/table:Table"],
  options: {},
  remediationSteps:
    "Under PAY_PER_REQUEST remove readCapacity and writeCapacity from the table and its indexes; otherwise set both.",
  tags: ["dynamodb", "deployment"],
  page: {
    why: 'Under PAY_PER_REQUEST the aws provider does not send the capacities of an index: the program deploys, and what runs is not what it says. It does the same with those of the table itself, or refuses them for a new table (`read_capacity can not be set when billing_mode is "PAY_PER_REQUEST"`), depending on its version. Without capacities under PROVISIONED the provider or AWS refuses the table. DynamoDB\'s own API, CloudFormation and the aws-native provider refuse each of these.',
    limits:
      "It does not check tables of aws-native. It leaves alone tables restored from another table or a backup, which take their capacity from there. Capacities of 0 are what AWS reports for an on-demand table, so they count as not set.",
    sources: [
      "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html#DDB-CreateTable-request-ProvisionedThroughput",
      "https://www.pulumi.com/registry/packages/aws/api-docs/dynamodb/table/",
      "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/dynamodb/table.go",
    ],
    since: "0.1.0",
  },

  check(table, _options, report) {
    const mode = billingMode(table);
    for (const owner of capacityOwners(table)) {
      if (mode === "PAY_PER_REQUEST") {
        const set = setCapacities(owner);
        if (set[0] !== undefined) report({ at: owner.at(set[0]), ...contradicting(owner, set) });
      } else if (mode !== undefined && !isRestored(table.properties)) {
        const missing = missingCapacities(owner);
        if (missing[0] !== undefined) report({ at: owner.at(missing[0]), ...lacking(owner, missing, mode) });
      }
    }
  },

  remediate(table) {
    if (billingMode(table) !== "PAY_PER_REQUEST") return [];
    return capacityOwners(table).flatMap((owner) =>
      setCapacities(owner).map((capacity) => ({ at: owner.at(capacity), value: undefined })),
    );
  },
});

/** The provider drops the capacities of an index. It refuses those of a table, unless the table was PROVISIONED before. */
const contradicting = (owner: Property, set: readonly string[]) => ({
  problem: `${nameOf(owner)} sets ${enumerate(set.map((capacity) => withValue(owner, capacity)))}, ${
    owner.path.length === 0
      ? 'but its billingMode is "PAY_PER_REQUEST"'
      : `which ${set.length === 1 ? "does" : "do"} nothing under the table's billingMode "PAY_PER_REQUEST"`
  }`,
  fix: `remove ${enumerate(set)} from ${nameOf(owner)}, or set billingMode to "PROVISIONED"`,
});

const lacking = (owner: Property, missing: readonly string[], mode: string) => ({
  problem: `${nameOf(owner)} has no ${enumerate(missing)}, but the table's billingMode is ${mode}`,
  fix: `set ${enumerate(missing)} of ${nameOf(owner)} to at least 1, or billingMode to "PAY_PER_REQUEST"`,
});

/** The billing mode for a message; undefined if it is unknown. */
function billingMode(table: Resource): string | undefined {
  const mode = table.properties.at("billingMode").string();
  if (mode.state === "absent") return '"PROVISIONED", the default';
  if (mode.state === "unknown") return undefined;
  if (mode.value === "PROVISIONED") return '"PROVISIONED"';
  return mode.value === "PAY_PER_REQUEST" ? mode.value : undefined;
}

/** The table itself and each of its global secondary indexes. */
function capacityOwners(table: Resource): readonly Property[] {
  const indexes = table.properties.at("globalSecondaryIndexes").items();
  return [table.properties, ...(indexes.state === "known" ? indexes.value : [])];
}

function setCapacities(owner: Property): readonly string[] {
  return CAPACITIES.filter((name) => {
    const capacity = owner.at(name).number();
    return capacity.state === "known" && capacity.value > 0;
  });
}

function missingCapacities(owner: Property): readonly string[] {
  if (owner.state !== "known") return [];
  return CAPACITIES.filter((name) => {
    const capacity = owner.at(name).number();
    return capacity.state === "absent" || (capacity.state === "known" && capacity.value < 1);
  });
}

function nameOf(owner: Property): string {
  if (owner.path.length === 0) return "the table";
  const name = owner.at("name").string();
  return name.state === "known" ? `index ${quote(name.value)}` : `index ${owner.path.at(-1)}`;
}

function withValue(owner: Property, capacity: string): string {
  const value = owner.at(capacity).number();
  return value.state === "known" ? `${capacity} ${value.value}` : capacity;
}
