import pulumi
import pulumi_aws as aws

api = aws.apigatewayv2.Api("images-api", protocol_type="HTTP", tags={"Owner": "imaging"})
integration = aws.apigatewayv2.Integration(
    "images-backend",
    api_id=api.id,
    integration_type="HTTP_PROXY",
    integration_method="GET",
    integration_uri="https://images.example.com",
)
aws.apigatewayv2.Route(
    "get-images",
    api_id=api.id,
    route_key="GET /images",
    target=pulumi.Output.concat("integrations/", integration.id),
)
