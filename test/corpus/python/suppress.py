import contextlib
from contextlib import suppress


def handler(event, context):
    path = "/"
    with suppress(KeyError):
        path = event["path"]
    with contextlib.suppress(KeyError, TypeError):
        path = event["rawPath"]
    return {"statusCode": 200, "body": path}
