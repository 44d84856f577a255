from shared.events import is_http_api  # from a layer


def handler(event, context):
    if is_http_api(event):
        path, method = event["rawPath"], event["requestContext"]["http"]["method"]
    else:
        path, method = event["path"], event["httpMethod"]
    return {"statusCode": 200, "body": f"{method} {path}"}
