import * as aws from "@pulumi/aws";

new aws.dynamodb.Table("images", {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "id",
  attributes: [{ name: "id", type: "S" }],
  tags: { Owner: "imaging" },
});
