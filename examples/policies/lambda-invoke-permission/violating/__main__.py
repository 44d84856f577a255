import pulumi
import pulumi_aws as aws

desk = aws.lambda_.Function(
    "desk",
    role="arn:aws:iam::123456789012:role/desk",
    runtime="python3.13",
    handler="app.handler",
    code=pulumi.AssetArchive({"app.py": pulumi.StringAsset("def handler(event, context):\n    print(event)\n")}),
    tags={"Owner": "library"},
)
overdue = aws.sns.Topic("overdue", tags={"Owner": "library"})
aws.sns.TopicSubscription("overdue-to-desk", topic=overdue.arn, protocol="lambda", endpoint=desk.arn)
