import pulumi
import pulumi_aws as aws

function = aws.lambda_.Function(
    "images",
    runtime="python3.13",
    handler="app.handler",
    code=pulumi.FileArchive("./app"),
    role="arn:aws:iam::123456789012:role/images",
    tags={"Owner": "imaging"},
)
api = aws.apigatewayv2.Api("images-api", protocol_type="HTTP", tags={"Owner": "imaging"})
permission = aws.lambda_.Permission(
    "images-api-calls",
    action="lambda:InvokeFunction",
    function=function.name,
    principal="apigateway.amazonaws.com",
    source_arn=pulumi.Output.concat(api.execution_arn, "/*"),
)
integration = aws.apigatewayv2.Integration(
    "images-call",
    api_id=api.id,
    integration_type="AWS_PROXY",
    integration_uri=function.invoke_arn,
    payload_format_version="1.0",
)
