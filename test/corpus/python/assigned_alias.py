def lambda_handler(event, context):
    return {"statusCode": 204}


handler = main = lambda_handler
