def handler(event, context):
    path = event["rawPath"]
    return {"statusCode": 404, "body": f"no image at {path}"}
