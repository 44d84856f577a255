from contextlib import suppress


def handler(event, context):
    path = None
    with suppress(KeyError):
        path = event["path"]
    if path is None:
        path = event["rawPath"]
    return {"statusCode": 200, "body": path}
