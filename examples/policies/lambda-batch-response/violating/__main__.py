import pulumi
import pulumi_aws as aws

convert = aws.lambda_.Function(
    "convert",
    runtime="python3.13",
    handler="app.handler",
    code=pulumi.FileArchive("./app"),
    role="arn:aws:iam::123456789012:role/convert",
    tags={"Owner": "imaging"},
)
images = aws.sqs.Queue("images", tags={"Owner": "imaging"})
aws.lambda_.EventSourceMapping(
    "images",
    event_source_arn=images.arn,
    function_name=convert.arn,
    tags={"Owner": "imaging"},
)
