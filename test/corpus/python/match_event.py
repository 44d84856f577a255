def handler(event, context):
    match event:
        case {"rawPath": path, "requestContext": {"http": {"method": method}}}:
            pass
        case {"path": path, "httpMethod": method}:
            pass
        case {"Records": [*records]}:
            return {"count": len(records)}
        case str() | bytes():
            return None
        case _:
            return {"statusCode": 400}
    return {"statusCode": 200, "body": f"{method} {path}"}
