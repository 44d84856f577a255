import json


def handler(event, context):
    body = json.loads(event["body"])
    for key in list(body):
        del body
    return body
