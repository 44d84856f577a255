def handler(event, context):
    def method():
        return event["requestContext"]["http"]["method"]

    def reply(status, **headers):
        return {"statusCode": status, "headers": headers}

    handlers = {"GET": lambda: reply(200), "POST": lambda: reply(201, location="/1")}
    return handlers.get(method(), lambda: reply(405))()
