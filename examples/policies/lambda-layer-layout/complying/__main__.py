import pulumi
import pulumi_aws as aws

helpers = aws.lambda_.LayerVersion(
    "helpers",
    layer_name="helpers",
    code=pulumi.AssetArchive({"python": pulumi.FileArchive("./helpers")}),
    compatible_runtimes=["python3.13"],
)
aws.lambda_.Function(
    "convert",
    runtime="python3.13",
    handler="app.handler",
    code=pulumi.FileArchive("./app"),
    layers=[helpers.arn],
    role="arn:aws:iam::123456789012:role/convert",
    tags={"Owner": "imaging"},
)
