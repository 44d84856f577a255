def make(prefix):
    def get(event, context):
        return {"statusCode": 200, "body": prefix}

    def put(event, context):
        return {"statusCode": 204}

    return get, put


(handler, put_handler), name = make("orders"), "orders"
