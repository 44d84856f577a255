import json

CORS = {"Access-Control-Allow-Origin": "*"}


def handler(event, context):
    # Preflight
    if event.get("httpMethod") == "OPTIONS":
        return {"statusCode": 204, "headers": CORS}

    body = json.loads(event.get("body") or "{}")
    if not body:
        return {"statusCode": 400, "headers": CORS}
    user = event["requestContext"]["identity"]["cognitoIdentityId"]
    return {"statusCode": 200, "headers": CORS, "body": json.dumps({"user": user, "resource": event["resource"]})}
