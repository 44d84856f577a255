import json


def extract_request(event):
    """Normalises an event of a REST API (v1) or of an HTTP API (v2)."""
    if "rawPath" in event:  # HTTP API, payload format 2.0
        method = event["requestContext"]["http"]["method"]
        path = event["rawPath"]
        params = event.get("queryStringParameters") or {}
    else:  # REST API
        method = event["httpMethod"]
        path = event["path"]
        params = event.get("queryStringParameters") or {}

    raw_body = event.get("body")
    body = json.loads(raw_body) if raw_body else None
    return method, path, body, params


def handler(event, context):
    method, path, body, params = extract_request(event)
    if method == "OPTIONS":
        return {"statusCode": 204}
    if path == "/echo":
        return {"statusCode": 200, "body": json.dumps({"body": body, "params": params})}
    return {"statusCode": 404}
