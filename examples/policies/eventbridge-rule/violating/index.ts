import * as aws from "@pulumi/aws";

new aws.cloudwatch.EventRule("closing-time", {
  scheduleExpression: "cron(0 18 * * 1-5)",
  tags: { Owner: "imaging" },
});
