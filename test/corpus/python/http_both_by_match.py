def handler(event, context):
    match event:
        case {"version": "2.0", "rawPath": path, "requestContext": {"http": {"method": method}}}:
            source = event["requestContext"]["http"]["sourceIp"]
        case {"httpMethod": method, "path": path}:
            source = event["requestContext"]["identity"]["sourceIp"]
        case _:
            return {"statusCode": 400}
    return {"statusCode": 200, "body": f"{source} {method} {path}"}
