import pulumi_aws as aws

aws.cloudwatch.EventRule("closing-time", schedule_expression="cron(0 18 ? * MON-FRI *)", tags={"Owner": "imaging"})
