import * as aws from "@pulumi/aws";

const role = new aws.iam.Role("copier", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "pipes.amazonaws.com" }),
  tags: { Owner: "imaging" },
});
const send = new aws.iam.RolePolicy("copier-rights", {
  role: role.name,
  policy: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["kinesis:*", "sqs:SendMessage"], Resource: "*" }],
  },
});
const uploads = new aws.kinesis.Stream("uploads", { shardCount: 1, tags: { Owner: "imaging" } });
const jobs = new aws.sqs.Queue("jobs", { tags: { Owner: "imaging" } });
new aws.pipes.Pipe(
  "uploads-to-jobs",
  {
    roleArn: role.arn,
    source: uploads.arn,
    sourceParameters: { kinesisStreamParameters: { startingPosition: "LATEST" } },
    target: jobs.arn,
    tags: { Owner: "imaging" },
  },
  { dependsOn: [send] },
);
