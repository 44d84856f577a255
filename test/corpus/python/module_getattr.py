def __getattr__(name):
    if name == "handler":
        return lambda event, context: {"statusCode": 200}
    raise AttributeError(name)
