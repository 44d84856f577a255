def handler(event, context):
    path = event.get("path", event.get("rawPath", ""))
    if path == "/health":
        return {"statusCode": 200}
    if path == "/images" and event["httpMethod"] == "POST":
        return {"statusCode": 202}
    return {"statusCode": 404}
