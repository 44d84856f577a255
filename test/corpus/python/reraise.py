def handler(event, context):
    try:
        return process(event)
    except Exception:
        print("request", context.aws_request_id, "failed")
        raise


def process(event):
    if not event:
        raise ValueError("empty event")
    return event
