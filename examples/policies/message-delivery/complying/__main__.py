import pulumi
import pulumi_aws as aws

orders = aws.sns.Topic("orders", tags={"Owner": "shop"})
queue = aws.sqs.Queue("shipping", tags={"Owner": "shop"})
aws.sns.TopicSubscription("orders-to-shipping", topic=orders.arn, protocol="sqs", endpoint=queue.arn)
aws.sqs.QueuePolicy(
    "shipping-policy",
    queue_url=queue.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "sns.amazonaws.com"},
                    "Action": "sqs:SendMessage",
                    "Resource": queue.arn,
                    "Condition": {"ArnEquals": {"aws:SourceArn": orders.arn}},
                }
            ],
        }
    ),
)
