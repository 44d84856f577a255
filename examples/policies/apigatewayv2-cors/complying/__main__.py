import pulumi_aws as aws

aws.apigatewayv2.Api(
    "images-api",
    protocol_type="HTTP",
    cors_configuration={"allow_origins": ["https://images.example.com"], "allow_methods": ["GET"], "allow_credentials": True},
    tags={"Owner": "imaging"},
)
