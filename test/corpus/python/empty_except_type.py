ERRORS = (KeyError, ValueError)


def handler(event, context):
    try:
        return event["detail"]
    except ERRORS as e:
        print(e)
        return None
    except () as e:
        return None
