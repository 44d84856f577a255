import functools
import json
import traceback


def http(handler):
    @functools.wraps(handler)
    def wrapper(event, context):
        try:
            return {"statusCode": 200, "body": json.dumps(handler(event, context))}
        except Exception:
            print(traceback.format_exc())
            return {"statusCode": 500, "body": "internal error"}

    return wrapper


@http
def handler(event, context):
    return {"path": event["path"]}
