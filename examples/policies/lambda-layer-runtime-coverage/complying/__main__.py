import pulumi
import pulumi_aws as aws

aws.lambda_.LayerVersion(
    "image-formats",
    layer_name="image-formats",
    code=pulumi.FileArchive("./layer"),
    compatible_runtimes=["python3.12", "python3.13"],
)
