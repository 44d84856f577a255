import pulumi_aws as aws

api = aws.apigateway.RestApi("images-api", tags={"Owner": "imaging"})
method = aws.apigateway.Method(
    "get-status",
    rest_api=api.id,
    resource_id=api.root_resource_id,
    http_method="GET",
    authorization="NONE",
)
aws.apigateway.Integration(
    "status-mock",
    rest_api=api.id,
    resource_id=api.root_resource_id,
    http_method=method.http_method,
    type="MOCK",
    request_templates={"application/json": '{"statusCode": 200}'},
)
response = aws.apigateway.MethodResponse(
    "status-200",
    rest_api=api.id,
    resource_id=api.root_resource_id,
    http_method=method.http_method,
    status_code="200",
)
aws.apigateway.IntegrationResponse(
    "status-answer",
    rest_api=api.id,
    resource_id=api.root_resource_id,
    http_method=method.http_method,
    status_code=response.status_code,
)
