import json


def handler(event, context):
    try:
        order = json.loads(event["body"])
    except:
        order = {}
    try:
        return {"statusCode": 200, "body": order["id"]}
    except (KeyError, TypeError):
        return {"statusCode": 400}
