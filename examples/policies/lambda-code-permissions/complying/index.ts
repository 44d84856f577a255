import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const images = new aws.dynamodb.Table("images", {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "imageId",
  attributes: [{ name: "imageId", type: "S" }],
  tags: { Owner: "imaging" },
});
const role = new aws.iam.Role("resize-role", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
  }),
  tags: { Owner: "imaging" },
});
new aws.iam.RolePolicyAttachment("resize-logs", {
  role: role.name,
  policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
});
new aws.iam.RolePolicyAttachment("resize-images", {
  role: role.name,
  policyArn: "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess_v2",
});
new aws.lambda.Function("resize", {
  runtime: "python3.13",
  handler: "app.handler",
  role: role.arn,
  code: new pulumi.asset.FileArchive("./app"),
  environment: { variables: { IMAGES: images.name } },
  tags: { Owner: "imaging" },
});
