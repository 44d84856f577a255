import pulumi_aws as aws

orders = aws.sns.Topic("orders", tags={"Owner": "shop"})
queue = aws.sqs.Queue("shipping", tags={"Owner": "shop"})
aws.sns.TopicSubscription("orders-to-shipping", topic=orders.arn, protocol="sqs", endpoint=queue.arn)
