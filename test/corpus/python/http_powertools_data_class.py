from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent, APIGatewayProxyEventV2, event_source


def rest(event):
    return APIGatewayProxyEvent(event)["path"]


@event_source(data_class=APIGatewayProxyEventV2)
def handler(event, context):
    return {"statusCode": 200, "body": f"{event.raw_path} {event['path']}"}
