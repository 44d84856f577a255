import pulumi
import pulumi_aws as aws

resize = aws.lambda_.Function(
    "resize",
    runtime="python3.13",
    handler="app.handler",
    code=pulumi.FileArchive("./fixed"),
    role="arn:aws:iam::123456789012:role/resize",
    tags={"Owner": "imaging"},
)
images = aws.s3.Bucket("images", tags={"Owner": "imaging"})
allowed = aws.lambda_.Permission(
    "images-call-resize",
    action="lambda:InvokeFunction",
    function=resize.name,
    principal="s3.amazonaws.com",
    source_arn=images.arn,
)
aws.s3.BucketNotification(
    "images",
    bucket=images.id,
    lambda_functions=[{"lambda_function_arn": resize.arn, "events": ["s3:ObjectCreated:*"]}],
    opts=pulumi.ResourceOptions(depends_on=[allowed]),
)
