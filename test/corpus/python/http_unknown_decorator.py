from middy import adapter


@adapter.rest
def handler(event, context):
    return {"statusCode": 200, "body": event["path"]}
