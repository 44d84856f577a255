import pulumi
import pulumi_aws as aws

layer = aws.lambda_.LayerVersion(
    "image-formats",
    layer_name="image-formats",
    code=pulumi.FileArchive("./layer"),
    compatible_architectures=["arm64"],
)
aws.lambda_.Function(
    "resize",
    runtime="python3.13",
    architectures=["arm64"],
    handler="app.handler",
    code=pulumi.FileArchive("./app"),
    layers=[layer.arn],
    role="arn:aws:iam::123456789012:role/resize",
    tags={"Owner": "imaging"},
)
