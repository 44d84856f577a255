import pulumi
import pulumi_aws as aws

api = aws.apigateway.RestApi("images-api", tags={"Owner": "imaging"})
method = aws.apigateway.Method(
    "get-images",
    rest_api=api.id,
    resource_id=api.root_resource_id,
    http_method="GET",
    authorization="NONE",
)
aws.apigateway.Integration(
    "get-images-backend",
    rest_api=api.id,
    resource_id=api.root_resource_id,
    http_method=method.http_method,
    type="HTTP_PROXY",
    integration_http_method="GET",
    uri="https://images.example.com",
)
deployment = aws.apigateway.Deployment(
    "images-release",
    rest_api=api.id,
    triggers={"api": pulumi.Output.json_dumps([method.id, method.authorization])},
)
aws.apigateway.Stage(
    "images-stage", rest_api=api.id, deployment=deployment.id, stage_name="v1", tags={"Owner": "imaging"}
)
