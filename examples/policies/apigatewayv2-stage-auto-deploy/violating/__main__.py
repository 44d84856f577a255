import pulumi_aws as aws

api = aws.apigatewayv2.Api("images-api", protocol_type="HTTP", tags={"Owner": "imaging"})
deployment = aws.apigatewayv2.Deployment("images-deployment", api_id=api.id)
aws.apigatewayv2.Stage(
    "images-stage",
    api_id=api.id,
    name="$default",
    deployment_id=deployment.id,
    tags={"Owner": "imaging"},
)
