def handler(event, context):
    e = event
    request = e
    return {"statusCode": 200, "body": request["path"]}
