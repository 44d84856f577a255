import json


def get(event):
    return {"id": event["pathParameters"]["id"]}


def post(event):
    return json.loads(event["body"])


ROUTES = {("GET", "/items/{id}"): get, ("POST", "/items"): post}


def handler(event, context):
    method = event.get("httpMethod") or event["requestContext"]["http"]["method"]
    resource = event.get("resource") or event["routeKey"].split(" ")[1]
    action = ROUTES[(method, resource)]
    return {"statusCode": 200, "body": json.dumps(action(event))}
