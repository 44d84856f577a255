def handler(event, context):
    if "elb" in event["requestContext"]:
        path = event["path"]
    else:
        path = event["rawPath"]
    return {"statusCode": 200, "body": path}
