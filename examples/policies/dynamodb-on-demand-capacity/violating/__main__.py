import pulumi_aws as aws

aws.dynamodb.Table(
    "images",
    billing_mode="PAY_PER_REQUEST",
    hash_key="id",
    attributes=[{"name": "id", "type": "S"}, {"name": "status", "type": "S"}],
    global_secondary_indexes=[
        {
            "name": "by-status",
            "hash_key": "status",
            "projection_type": "ALL",
            "read_capacity": 5,
            "write_capacity": 5,
        }
    ],
    tags={"Owner": "imaging"},
)
