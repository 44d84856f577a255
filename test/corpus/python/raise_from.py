class OrderError(Exception):
    pass


def handler(event, context):
    try:
        return {"id": event["detail"]["orderId"]}
    except Exception as e:
        if isinstance(e, KeyError):
            raise OrderError("no order in the event") from e
        raise OrderError("order failed") from e
