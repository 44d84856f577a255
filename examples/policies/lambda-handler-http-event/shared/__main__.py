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
url = aws.lambda_.FunctionUrl("images-url", function_name=function.name, authorization_type="AWS_IAM")
pulumi.export("url", url.function_url)
