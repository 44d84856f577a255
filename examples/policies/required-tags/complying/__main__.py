import pulumi_aws as aws

aws.sqs.Queue("uploads", tags={"Owner": "imaging"})
