from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2


def handler(event, context):
    request = APIGatewayProxyEventV2(event)
    if request.raw_path.startswith("/internal"):
        return {"statusCode": 403}
    return {"statusCode": 200, "body": request.query_string_parameters.get("q", "")}
