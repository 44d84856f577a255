import pulumi
import pulumi_aws as aws

bucket = aws.s3.Bucket("upload-bucket", tags={"Owner": "imaging"})
queue = aws.sqs.Queue("upload-queue", tags={"Owner": "imaging"})
policy = aws.sqs.QueuePolicy(
    "upload-queue-policy",
    queue_url=queue.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "s3.amazonaws.com"},
                    "Action": "sqs:SendMessage",
                    "Resource": queue.arn,
                    "Condition": {"ArnEquals": {"aws:SourceArn": bucket.arn}},
                }
            ],
        }
    ),
)
aws.s3.BucketNotification(
    "upload-notification",
    bucket=bucket.id,
    queues=[{"queue_arn": queue.arn, "events": ["s3:ObjectCreated:*"]}],
    opts=pulumi.ResourceOptions(depends_on=[policy]),
)
