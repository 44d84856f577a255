import pulumi_aws as aws

api = aws.apigatewayv2.Api("images-api", protocol_type="HTTP", tags={"Owner": "imaging"})
aws.apigatewayv2.Stage(
    "images-stage",
    api_id=api.id,
    name="$default",
    auto_deploy=True,
    tags={"Owner": "imaging"},
)
