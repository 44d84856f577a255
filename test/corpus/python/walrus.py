def handler(event, context):
    if (path := event.get("rawPath")) is None and (path := event.get("path")) is None:
        return {"statusCode": 400, "body": "no path"}
    if body := event.get("body"):
        return {"statusCode": 200, "body": body}
    return {"statusCode": 200, "body": path}
