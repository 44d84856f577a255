import json


def handler(event, context):
    token = token_of(event)
    if token is None:
        return answer(401)
    return route(request=event, token=token)


def token_of(event):
    headers = event.get("headers") or {}
    value = next((v for k, v in headers.items() if k.lower() == "authorization"), None)
    return value and value.split()[-1]


def route(token, request):
    table = {"GET": read, "POST": write}
    action = table.get(request.get("requestContext", {}).get("http", {}).get("method", "GET"))
    return action(request) if action else answer(405)


def read(request):
    return answer(200, request["path"])


def write(request):
    return answer(201, request["rawPath"])


def answer(status, body=None):
    return {"statusCode": status, "body": json.dumps(body)}
