def path_of(event):
    try:
        return event["path"]
    except Exception:
        return "/"


def handler(event, context):
    path = path_of(event)
    return {"statusCode": 200, "body": path}
