import json

import pulumi_aws as aws

role = aws.iam.Role(
    "images-schedule-role",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sts:AssumeRole",
                    "Principal": {"Service": "events.amazonaws.com"},
                }
            ],
        }
    ),
    tags={"Owner": "imaging"},
)
queue = aws.sqs.Queue("images-jobs", tags={"Owner": "imaging"})
aws.iam.RolePolicy(
    "images-schedule-send",
    role=role.name,
    policy=queue.arn.apply(
        lambda arn: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": arn}
                ],
            }
        )
    ),
)
aws.scheduler.Schedule(
    "images-nightly",
    schedule_expression="rate(1 day)",
    flexible_time_window={"mode": "OFF"},
    target={"arn": queue.arn, "role_arn": role.arn},
)
