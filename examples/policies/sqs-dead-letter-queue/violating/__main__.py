import pulumi
import pulumi_aws as aws

lost = aws.sqs.Queue("orders-lost", tags={"Owner": "imaging"})
aws.sqs.Queue(
    "orders-queue",
    fifo_queue=True,
    redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": lost.arn, "maxReceiveCount": 5}),
    tags={"Owner": "imaging"},
)
