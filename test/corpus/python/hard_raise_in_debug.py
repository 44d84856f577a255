import os

DEBUG = os.environ.get("DEBUG") == "1"


def handler(event, context):
    try:
        return event["detail"]
    except Exception as e:
        if DEBUG:
            raise
        print(e)
        return None
