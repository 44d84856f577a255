import pulumi
import pulumi_aws as aws

queue = aws.sqs.Queue("orders-queue", visibility_timeout_seconds=720, tags={"Owner": "imaging"})
worker = aws.lambda_.Function(
    "orders-worker",
    runtime="python3.13",
    handler="app.handler",
    role="arn:aws:iam::123456789012:role/orders-worker",
    timeout=120,
    code=pulumi.AssetArchive({"app.py": pulumi.StringAsset("def handler(event, context):\n    return None\n")}),
    tags={"Owner": "imaging"},
)
aws.lambda_.EventSourceMapping(
    "orders-mapping",
    event_source_arn=queue.arn,
    function_name=worker.arn,
    tags={"Owner": "imaging"},
)
