import json

import pulumi
import pulumi_aws as aws

role = aws.iam.Role(
    "resize-role",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sts:AssumeRole",
                    "Principal": {"Service": "lambda.amazonaws.com"},
                }
            ],
        }
    ),
    tags={"Owner": "imaging"},
)
aws.iam.RolePolicyAttachment(
    "resize-rights",
    role=role.name,
    policy_arn="arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
)
queue = aws.sqs.Queue("uploads", tags={"Owner": "imaging"})
resize = aws.lambda_.Function(
    "resize",
    runtime="python3.13",
    handler="app.handler",
    role=role.arn,
    code=pulumi.FileArchive("./app"),
    tags={"Owner": "imaging"},
)
aws.lambda_.EventSourceMapping(
    "uploads-to-resize",
    event_source_arn=queue.arn,
    function_name=resize.name,
    tags={"Owner": "imaging"},
)
