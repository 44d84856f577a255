import pulumi
import pulumi_aws as aws

bucket = aws.s3.Bucket("access-logs", tags={"Owner": "imaging"})
ownership = aws.s3.BucketOwnershipControls(
    "access-logs-ownership",
    bucket=bucket.id,
    rule={"object_ownership": "BucketOwnerPreferred"},
)
aws.s3.BucketAcl(
    "access-logs-acl",
    bucket=bucket.id,
    acl="log-delivery-write",
    opts=pulumi.ResourceOptions(depends_on=[ownership]),
)
