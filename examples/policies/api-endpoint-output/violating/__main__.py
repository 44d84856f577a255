import pulumi
import pulumi_aws as aws

api = aws.apigatewayv2.Api("images-api", protocol_type="HTTP", tags={"Owner": "imaging"})
stage = aws.apigatewayv2.Stage(
    "images-stage",
    api_id=api.id,
    name="$default",
    auto_deploy=True,
    tags={"Owner": "imaging"},
)
# Found once the stage is deployed: until then its URL is unknown.
pulumi.export("url", stage.invoke_url)
