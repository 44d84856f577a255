import * as aws from "@pulumi/aws";

new aws.cloudwatch.EventRule("closing-time", {
  scheduleExpression: "cron(0 18 ? * MON-FRI *)",
  tags: { Owner: "imaging" },
});
