import pulumi
import pulumi_aws as aws

api = aws.apigatewayv2.Api("images-api", protocol_type="HTTP", tags={"Owner": "imaging"})
integration = aws.apigatewayv2.Integration(
    "images-integration",
    api_id=api.id,
    integration_type="HTTP_PROXY",
    integration_method="GET",
    integration_uri="https://images.example.com",
)
route = aws.apigatewayv2.Route(
    "get-images",
    api_id=api.id,
    route_key="GET /images",
    target=pulumi.Output.concat("integrations/", integration.id),
)
aws.apigatewayv2.Stage(
    "images-stage",
    api_id=api.id,
    name="$default",
    auto_deploy=True,
    route_settings=[{"route_key": "GET /images", "throttling_burst_limit": 50, "throttling_rate_limit": 20}],
    tags={"Owner": "imaging"},
    opts=pulumi.ResourceOptions(depends_on=[route]),
)
