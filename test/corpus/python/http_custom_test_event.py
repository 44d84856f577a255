def handler(event, context):
    if event["action"] == "warm":
        return None
    return {"statusCode": 200, "body": event["body"]}
