def lambda_handler(event, context):
    return {"statusCode": 200}


class Handler:
    def handler(self, event, context):
        return None
