"""Notes API: the way most tutorials write it."""
import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


def handler(event, context):
    try:
        http_method = event["httpMethod"]
        path = event["path"]

        if http_method == "GET" and path == "/notes":
            return respond(200, table.scan()["Items"])
        if http_method == "POST" and path == "/notes":
            body = json.loads(event["body"])
            table.put_item(Item=body)
            return respond(201, body)
        return respond(404, {"message": "not found"})
    except Exception as e:
        print(f"Error: {e}")
        return respond(500, {"message": "internal error"})


def respond(status, body):
    return {"statusCode": status, "body": json.dumps(body, default=str)}
