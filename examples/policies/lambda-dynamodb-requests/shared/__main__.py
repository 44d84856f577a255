import json

import pulumi
import pulumi_aws as aws

images = aws.dynamodb.Table(
    "images",
    billing_mode="PAY_PER_REQUEST",
    hash_key="imageId",
    attributes=[{"name": "imageId", "type": "S"}],
    tags={"Owner": "imaging"},
)
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
    "resize-logs",
    role=role.name,
    policy_arn="arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
)
aws.iam.RolePolicyAttachment(
    "resize-images",
    role=role.name,
    policy_arn="arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess_v2",
)
aws.lambda_.Function(
    "resize",
    runtime="python3.13",
    handler="app.handler",
    role=role.arn,
    code=pulumi.FileArchive("./app"),
    environment={"variables": {"IMAGES": images.name}},
    tags={"Owner": "imaging"},
)
