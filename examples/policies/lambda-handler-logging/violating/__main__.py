import pulumi
import pulumi_aws as aws

aws.lambda_.Function(
    "convert",
    runtime="python3.13",
    handler="app.handler",
    code=pulumi.FileArchive("./app"),
    role="arn:aws:iam::123456789012:role/convert",
    tags={"Owner": "imaging"},
)
