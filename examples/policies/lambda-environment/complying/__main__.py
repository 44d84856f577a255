import pulumi
import pulumi_aws as aws

aws.lambda_.Function(
    "resize",
    runtime="python3.13",
    handler="app.handler",
    code=pulumi.FileArchive("./app"),
    environment={"variables": {"IMAGES_REGION": "eu-west-1"}},
    role="arn:aws:iam::123456789012:role/resize",
    tags={"Owner": "imaging"},
)
