def handler(event, context):
    if (method := event.get("httpMethod")) is None:
        method = event["requestContext"]["http"]["method"]
    if path := event.get("path"):
        resource = event["resource"]
    else:
        path = resource = event["rawPath"]
    return {"statusCode": 200, "body": f"{method} {path} {resource}"}
