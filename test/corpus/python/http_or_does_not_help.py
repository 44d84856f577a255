def handler(event, context):
    path = event["path"] or event["rawPath"]
    stage = event["requestContext"]["stage"] or ""
    return {"statusCode": 200, "body": stage + path}
