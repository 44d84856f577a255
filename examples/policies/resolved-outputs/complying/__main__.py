import pulumi
import pulumi_aws as aws

bucket = aws.s3.Bucket("images-bucket", tags={"Owner": "imaging"})
aws.ssm.Parameter(
    "images-url",
    type="String",
    value=pulumi.Output.concat("s3://", bucket.id, "/images"),
    tags={"Owner": "imaging"},
)
