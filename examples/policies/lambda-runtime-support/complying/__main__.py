import pulumi
import pulumi_aws as aws

aws.lambda_.Function(
    "resize",
    runtime="nodejs24.x",
    handler="index.handler",
    code=pulumi.AssetArchive({"index.js": pulumi.StringAsset("exports.handler = async () => undefined;\n")}),
    role="arn:aws:iam::123456789012:role/resize",
    tags={"Owner": "imaging"},
)
