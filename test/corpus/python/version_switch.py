def handler(event, context):
    if event.get("version") == "2.0":
        return {"statusCode": 200, "body": event["rawPath"]}
    return {"statusCode": 200, "body": event["path"]}
