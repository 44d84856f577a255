def handler(event, context):
    path = event["path"]
    return {"statusCode": 404, "body": f"no image at {path}"}
