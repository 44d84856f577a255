import json


def handler(event, context):
    path = event['path']
    method = event['httpMethod']
    if method == "GET" and path == "/health":
        return {"statusCode": 200, "body": json.dumps({"ok": True})}
    return {"statusCode": 404, "body": "{}"}
