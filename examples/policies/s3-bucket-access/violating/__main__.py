import pulumi_aws as aws

bucket = aws.s3.Bucket("access-logs", tags={"Owner": "imaging"})
aws.s3.BucketAcl("access-logs-acl", bucket=bucket.id, acl="log-delivery-write")
