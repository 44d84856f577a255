import pulumi_aws as aws

tags = {"Owner": "library"}
members = aws.cognito.UserPool("members", tags=tags)
api = aws.apigateway.RestApi("shelf", tags=tags)
door = aws.apigateway.Authorizer(
    "door",
    rest_api=api.id,
    type="COGNITO_USER_POOLS",
    provider_arns=[members.arn],
)
get = aws.apigateway.Method(
    "get-shelf",
    rest_api=api.id,
    resource_id=api.root_resource_id,
    http_method="GET",
    authorization="COGNITO_USER_POOLS",
    authorizer_id=door.id,
)
aws.apigateway.Integration(
    "shelf-site",
    rest_api=api.id,
    resource_id=api.root_resource_id,
    http_method=get.http_method,
    type="HTTP_PROXY",
    integration_http_method="GET",
    uri="https://library.example.com/shelf",
)
