def _configure():
    global handler

    def handler(event, context):
        return {"statusCode": 200}


_configure()
