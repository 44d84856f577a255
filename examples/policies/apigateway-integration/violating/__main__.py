import pulumi_aws as aws

RESIZE = "arn:aws:lambda:eu-west-1:123456789012:function:resize"

api = aws.apigateway.RestApi("images-api", tags={"Owner": "imaging"})
method = aws.apigateway.Method(
    "get-images",
    rest_api=api.id,
    resource_id=api.root_resource_id,
    http_method="GET",
    authorization="NONE",
)
aws.apigateway.Integration(
    "get-images-resize",
    rest_api=api.id,
    resource_id=api.root_resource_id,
    http_method=method.http_method,
    type="AWS_PROXY",
    integration_http_method="GET",
    uri=f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{RESIZE}/invocations",
)
