import pulumi_aws as aws

bucket = aws.s3.Bucket("upload-bucket", tags={"Owner": "imaging"})
aws.s3.BucketNotification(
    "upload-notification",
    bucket=bucket.id,
    queues=[
        {
            "queue_arn": "arn:aws:sqs:us-east-1:123456789012:uploads",
            "events": ["s3:ObjectCreated"],
        }
    ],
)
