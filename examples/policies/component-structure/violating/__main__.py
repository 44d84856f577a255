import pulumi
import pulumi_aws as aws

for name in ["upload", "resize", "classify"]:
    dead_letters = aws.sqs.Queue(f"{name}-dlq", tags={"Owner": "imaging"})
    aws.sqs.Queue(
        name,
        redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": 5}),
        tags={"Owner": "imaging"},
    )
