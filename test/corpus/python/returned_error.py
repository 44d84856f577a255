def attempt(function, *args):
    try:
        return function(*args), None
    except Exception as e:
        return None, e


def handler(event, context):
    value, error = attempt(int, event["value"])
    if error is not None:
        raise error
    return value
