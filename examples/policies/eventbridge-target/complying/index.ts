import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const role = new aws.iam.Role("images-schedule-role", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "scheduler.amazonaws.com" }),
  tags: { Owner: "imaging" },
});
const queue = new aws.sqs.Queue("images-jobs", { tags: { Owner: "imaging" } });
new aws.iam.RolePolicy("images-schedule-send", {
  role: role.name,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: queue.arn }],
  }),
});
new aws.scheduler.Schedule("images-nightly", {
  scheduleExpression: "rate(1 day)",
  flexibleTimeWindow: { mode: "OFF" },
  target: { arn: queue.arn, roleArn: role.arn },
});
