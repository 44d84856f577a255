import { resourceTable } from "../../support/resource-table";
import { secret, unknown } from "../../support/wire";

const index = (capacities: object) => ({ name: "status-created-index", hashKey: "status", ...capacities });

resourceTable({
  policy: "dynamodb-on-demand-capacity",
  type: "aws:dynamodb/table:Table",
  passes: [
    { name: "on-demand without capacities", inputs: { billingMode: "PAY_PER_REQUEST", hashKey: "id" } },
    {
      name: "on-demand with an index without capacities",
      inputs: { billingMode: "PAY_PER_REQUEST", globalSecondaryIndexes: [index({})] },
    },
    {
      name: "zero capacities, as AWS reports for an on-demand table",
      inputs: {
        billingMode: "PAY_PER_REQUEST",
        readCapacity: 0,
        writeCapacity: 0,
        globalSecondaryIndexes: [index({ readCapacity: 0, writeCapacity: 0 })],
      },
    },
    {
      name: "provisioned with capacities",
      inputs: {
        billingMode: "PROVISIONED",
        readCapacity: 1,
        writeCapacity: 1,
        globalSecondaryIndexes: [index({ readCapacity: 1, writeCapacity: 1 })],
      },
    },
    { name: "provisioned by default with capacities", inputs: { readCapacity: 5, writeCapacity: 5 } },
    { name: "unknown billing mode", inputs: { billingMode: unknown, readCapacity: 5 } },
    { name: "unknown capacities of a provisioned table", inputs: { readCapacity: unknown, writeCapacity: unknown } },
    {
      name: "unknown index of a provisioned table",
      inputs: { readCapacity: 1, writeCapacity: 1, globalSecondaryIndexes: [unknown] },
    },
    {
      name: "index of a provisioned table that is null",
      inputs: { readCapacity: 1, writeCapacity: 1, globalSecondaryIndexes: [null] },
    },
    {
      name: "restored from another table, whose capacities it takes",
      inputs: { restoreSourceName: "images", restoreToLatestTime: true },
    },
    { name: "billing mode that AWS does not have", inputs: { billingMode: "ON_DEMAND", readCapacity: 5 } },
    {
      name: "indexes that are no list",
      inputs: { billingMode: "PAY_PER_REQUEST", globalSecondaryIndexes: "status-created-index" },
    },
  ],
  violates: [
    {
      name: "index with capacities under on-demand",
      inputs: {
        billingMode: "PAY_PER_REQUEST",
        globalSecondaryIndexes: [index({ readCapacity: 5, writeCapacity: 5 })],
      },
      findings: [
        'globalSecondaryIndexes[0].readCapacity: index "status-created-index" sets readCapacity 5 and writeCapacity 5, which do nothing under the table\'s billingMode "PAY_PER_REQUEST".\n' +
          'Fix: remove readCapacity and writeCapacity from index "status-created-index", or set billingMode to "PROVISIONED".',
      ],
    },
    {
      name: "each index of its own",
      inputs: {
        billingMode: "PAY_PER_REQUEST",
        globalSecondaryIndexes: [
          index({}),
          { name: "by-owner", readCapacity: 2 },
          { name: unknown, readCapacity: unknown, writeCapacity: 1 },
        ],
      },
      findings: [
        'globalSecondaryIndexes[1].readCapacity: index "by-owner" sets readCapacity 2, which does nothing under the table\'s billingMode "PAY_PER_REQUEST".\n' +
          'Fix: remove readCapacity from index "by-owner", or set billingMode to "PROVISIONED".',
        'globalSecondaryIndexes[2].writeCapacity: index 2 sets writeCapacity 1, which does nothing under the table\'s billingMode "PAY_PER_REQUEST".\n' +
          'Fix: remove writeCapacity from index 2, or set billingMode to "PROVISIONED".',
      ],
    },
    {
      name: "table with capacities under on-demand",
      inputs: { billingMode: "PAY_PER_REQUEST", readCapacity: 5, writeCapacity: 5 },
      findings: [
        'readCapacity: the table sets readCapacity 5 and writeCapacity 5, but its billingMode is "PAY_PER_REQUEST".\n' +
          'Fix: remove readCapacity and writeCapacity from the table, or set billingMode to "PROVISIONED".',
      ],
    },
    {
      name: "provisioned without capacities",
      inputs: { billingMode: "PROVISIONED", hashKey: "id" },
      findings: [
        'readCapacity: the table has no readCapacity and writeCapacity, but the table\'s billingMode is "PROVISIONED".\n' +
          'Fix: set readCapacity and writeCapacity of the table to at least 1, or billingMode to "PAY_PER_REQUEST".',
      ],
    },
    {
      name: "provisioned by default, an index without write capacity",
      inputs: {
        readCapacity: 1,
        writeCapacity: 1,
        globalSecondaryIndexes: [index({ readCapacity: 1, writeCapacity: 0 })],
      },
      findings: [
        'globalSecondaryIndexes[0].writeCapacity: index "status-created-index" has no writeCapacity, but the table\'s billingMode is "PROVISIONED", the default.\n' +
          'Fix: set writeCapacity of index "status-created-index" to at least 1, or billingMode to "PAY_PER_REQUEST".',
      ],
    },
    {
      name: "index name with terminal escapes",
      inputs: {
        billingMode: "PAY_PER_REQUEST",
        globalSecondaryIndexes: [{ name: 'a"\u001b[31m\n', readCapacity: 1 }],
      },
      findings: [
        'globalSecondaryIndexes[0].readCapacity: index "a\\"\\u001b[31m\\n" sets readCapacity 1, which does nothing under the table\'s billingMode "PAY_PER_REQUEST".\n' +
          'Fix: remove readCapacity from index "a\\"\\u001b[31m\\n", or set billingMode to "PROVISIONED".',
      ],
    },
  ],
  repairs: [
    {
      name: "capacities of table and indexes under on-demand",
      inputs: {
        billingMode: "PAY_PER_REQUEST",
        hashKey: secret("id"),
        readCapacity: 5,
        streamEnabled: unknown,
        globalSecondaryIndexes: [index({ readCapacity: 5, writeCapacity: 5 }), { name: "by-owner" }],
      },
      repaired: {
        billingMode: "PAY_PER_REQUEST",
        hashKey: secret("id"),
        streamEnabled: unknown,
        globalSecondaryIndexes: [index({}), { name: "by-owner" }],
      },
    },
    {
      name: "nothing where the SDK would lose a property, which it takes for one of its own",
      inputs: { billingMode: "PAY_PER_REQUEST", readCapacity: 5, tags: { __isSpecialProxy: "yes" } },
      repaired: undefined,
    },
    {
      name: "nothing where the billing mode has to be chosen",
      inputs: { billingMode: "PROVISIONED" },
      repaired: undefined,
    },
    {
      name: "nothing of a provisioned table, which may have capacities",
      inputs: { billingMode: "PROVISIONED", readCapacity: 5 },
      repaired: undefined,
    },
  ],
});
