def handler(event, context):
    order = json.loads(event["body"])
    return {"statusCode": 200, "body": json.dumps(oder)}
