import json

import pulumi
import pulumi_aws as aws

role = aws.iam.Role(
    "copier",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sts:AssumeRole",
                    "Principal": {"Service": "pipes.amazonaws.com"},
                }
            ],
        }
    ),
    tags={"Owner": "imaging"},
)
send = aws.iam.RolePolicy(
    "copier-rights",
    role=role.name,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["kinesis:*", "sqs:SendMessage"],
                    "Resource": "*",
                }
            ],
        }
    ),
)
uploads = aws.kinesis.Stream("uploads", shard_count=1, tags={"Owner": "imaging"})
jobs = aws.sqs.Queue("jobs", tags={"Owner": "imaging"})
aws.pipes.Pipe(
    "uploads-to-jobs",
    role_arn=role.arn,
    source=uploads.arn,
    source_parameters={
        "kinesis_stream_parameters": {"starting_position": "LATEST"}
    },
    target=jobs.arn,
    tags={"Owner": "imaging"},
    opts=pulumi.ResourceOptions(depends_on=[send]),
)
