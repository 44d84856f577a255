import json


def handler(event, context):
    path = event["rawPath"]
    method = event["requestContext"]["http"]["method"]
    source = event["requestContext"]["http"]["sourceIp"]
    return {"statusCode": 200, "body": json.dumps({"path": path, "method": method, "source": source})}
