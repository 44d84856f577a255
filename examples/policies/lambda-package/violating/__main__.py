import pulumi
import pulumi_aws as aws

aws.lambda_.Function(
    "resize",
    runtime="python3.13",
    handler="app.handler",
    code=pulumi.AssetArchive({}),
    role="arn:aws:iam::123456789012:role/resize",
    tags={"Owner": "imaging"},
)
