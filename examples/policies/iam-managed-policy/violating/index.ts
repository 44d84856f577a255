import * as aws from "@pulumi/aws";

const role = new aws.iam.Role("resize-role", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
  }),
  tags: { Owner: "imaging" },
});
new aws.iam.RolePolicyAttachment("resize-logs", {
  role: role.name,
  policyArn: "arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole",
});
