def handler(event, context):
    event.setdefault("httpMethod", event.get("requestContext", {}).get("http", {}).get("method"))
    if "path" not in event:
        event["path"] = event["rawPath"]
    return {"statusCode": 200, "body": f"{event['httpMethod']} {event['path']}"}
