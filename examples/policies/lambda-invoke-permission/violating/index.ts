import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const code = "export const handler = async (event) => console.log(event);\n";
const desk = new aws.lambda.Function("desk", {
  role: "arn:aws:iam::123456789012:role/desk",
  runtime: "nodejs22.x",
  handler: "index.handler",
  code: new pulumi.asset.AssetArchive({ "index.mjs": new pulumi.asset.StringAsset(code) }),
  tags: { Owner: "library" },
});
const overdue = new aws.sns.Topic("overdue", { tags: { Owner: "library" } });
new aws.sns.TopicSubscription("overdue-to-desk", { topic: overdue.arn, protocol: "lambda", endpoint: desk.arn });
