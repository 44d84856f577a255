import pulumi_aws as aws

aws.dynamodb.Table(
    "images",
    billing_mode="PAY_PER_REQUEST",
    hash_key="id",
    attributes=[
        {"name": "id", "type": "S"},
    ],
    tags={"Owner": "imaging"},
)
