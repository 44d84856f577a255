import pulumi
import pulumi_aws as aws


class Step(pulumi.ComponentResource):
    def __init__(self, name: str) -> None:
        super().__init__("imaging:index:Step", name)
        opts = pulumi.ResourceOptions(parent=self)
        dead_letters = aws.sqs.Queue(f"{name}-dlq", tags={"Owner": "imaging"}, opts=opts)
        queue = aws.sqs.Queue(
            name,
            redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": 5}),
            tags={"Owner": "imaging"},
            opts=opts,
        )
        self.register_outputs({"queue_url": queue.url})


for name in ["upload", "resize", "classify"]:
    Step(name)
