import pulumi_aws as aws

aws.dynamodb.Table(
    "images",
    billing_mode="PAY_PER_REQUEST",
    hash_key="id",
    attributes=[
        {"name": "id", "type": "S"},
        {"name": "created_at", "type": "N"},
    ],
    tags={"Owner": "imaging"},
)
