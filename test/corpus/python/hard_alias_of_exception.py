EVERYTHING = (Exception,)


def handler(event, context):
    try:
        return event["detail"]
    except EVERYTHING as e:
        print(e)
        return None
