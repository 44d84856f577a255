import pulumi
import pulumi_aws as aws

code = "def handler(event, context):\n    return {'statusCode': 200, 'body': 'lent'}\n"
desk = aws.lambda_.Function(
    "desk",
    role="arn:aws:iam::123456789012:role/desk",
    runtime="python3.13",
    handler="app.handler",
    code=pulumi.AssetArchive({"app.py": pulumi.StringAsset(code)}),
    timeout=60,
    tags={"Owner": "library"},
)
api = aws.apigatewayv2.Api("loans", protocol_type="HTTP", tags={"Owner": "library"})
integration = aws.apigatewayv2.Integration(
    "lend",
    api_id=api.id,
    integration_type="AWS_PROXY",
    integration_uri=desk.invoke_arn,
    payload_format_version="2.0",
)
aws.apigatewayv2.Route(
    "post-loans",
    api_id=api.id,
    route_key="POST /loans",
    target=pulumi.Output.concat("integrations/", integration.id),
)
aws.lambda_.Permission(
    "loans-call-desk",
    function=desk.name,
    action="lambda:InvokeFunction",
    principal="apigateway.amazonaws.com",
    source_arn=pulumi.Output.concat(api.execution_arn, "/*/*"),
)
