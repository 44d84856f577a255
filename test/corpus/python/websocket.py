import os

import boto3

api = boto3.client("apigatewaymanagementapi", endpoint_url=os.environ["ENDPOINT"])


def handler(event, context):
    route = event["requestContext"]["routeKey"]
    connection = event["requestContext"]["connectionId"]
    if route == "$connect":
        return {"statusCode": 200}
    api.post_to_connection(ConnectionId=connection, Data=(event.get("body") or "").encode())
    return {"statusCode": 200}
