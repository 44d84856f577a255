import time


def handler(event, context):
    last_error = None
    for attempt in range(3):
        try:
            return send(event)
        except Exception as e:
            last_error = e
            time.sleep(2**attempt)
    raise last_error


def send(event):
    return event["detail"]
