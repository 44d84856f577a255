def handler(event, context):
    try:
        method = event["httpMethod"]
        path = event["path"]
    except KeyError:
        method = event["requestContext"]["http"]["method"]
        path = event["rawPath"]
    return {"statusCode": 200, "body": f"{method} {path}"}
