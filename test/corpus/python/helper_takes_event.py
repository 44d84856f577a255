import json


def handler(event, context):
    if get_method(event) != "POST":
        return {"statusCode": 405}
    return create(event)


def get_method(request):
    return request["httpMethod"]


def create(request):
    order = json.loads(request["body"] or "{}")
    return {"statusCode": 201, "body": json.dumps({"id": order.get("id")})}
