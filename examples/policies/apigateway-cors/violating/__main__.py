import pulumi
import pulumi_aws as aws

api = aws.apigateway.RestApi("images-api", tags={"Owner": "imaging"})
method = aws.apigateway.Method(
    "preflight",
    rest_api=api.id,
    resource_id=api.root_resource_id,
    http_method="OPTIONS",
    authorization="NONE",
)
integration = aws.apigateway.Integration(
    "preflight-mock",
    rest_api=api.id,
    resource_id=api.root_resource_id,
    http_method=method.http_method,
    type="MOCK",
    request_templates={"application/json": '{"statusCode": 200}'},
)
response = aws.apigateway.MethodResponse(
    "preflight-200",
    rest_api=api.id,
    resource_id=api.root_resource_id,
    http_method=method.http_method,
    status_code="200",
    response_parameters={"method.response.header.Access-Control-Allow-Origin": True},
)
aws.apigateway.IntegrationResponse(
    "preflight-answer",
    rest_api=api.id,
    resource_id=api.root_resource_id,
    http_method=method.http_method,
    status_code=response.status_code,
    response_parameters={"method.response.header.Access-Control-Allow-Origin": "*"},
    opts=pulumi.ResourceOptions(depends_on=[integration]),
)
