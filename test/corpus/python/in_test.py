def handler(event, context):
    if "httpMethod" in event:
        method, path = event["httpMethod"], event["path"]
    else:
        method, path = event["requestContext"]["http"]["method"], event["rawPath"]
    return {"statusCode": 200, "body": f"{method} {path}"}
