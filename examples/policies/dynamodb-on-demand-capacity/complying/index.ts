import * as aws from "@pulumi/aws";

new aws.dynamodb.Table("images", {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "id",
  attributes: [
    { name: "id", type: "S" },
    { name: "status", type: "S" },
  ],
  globalSecondaryIndexes: [
    {
      name: "by-status",
      hashKey: "status",
      projectionType: "ALL",
    },
  ],
  tags: { Owner: "imaging" },
});
