import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["CARDS_TABLE"])


def handler(event, context):
    method = event["requestContext"]["http"]["method"]
    path = event.get("rawPath", "")
    params = event.get("pathParameters") or {}

    if method == "GET" and path.startswith("/prices/"):
        return prices(params["card"])
    if method == "GET" and path == "/cards":
        return {"statusCode": 200, "body": json.dumps(table.scan()["Items"], default=str)}
    return {"statusCode": 405, "body": ""}


def prices(card):
    item = table.get_item(Key={"card": card}).get("Item") or {}
    return {"statusCode": 200, "body": json.dumps(item, default=str)}
