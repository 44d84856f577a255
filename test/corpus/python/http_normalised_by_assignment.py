def normalise(event):
    context = event.get("requestContext", {})
    return {
        "path": event.get("path") or event.get("rawPath"),
        "httpMethod": event.get("httpMethod") or context.get("http", {}).get("method"),
    }


def handler(event, context):
    event = normalise(event)
    return {"statusCode": 200, "body": f"{event['httpMethod']} {event['path']}"}
