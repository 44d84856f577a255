def handler(event, context):
    method = event.get("requestContext", {}).get("http", {})["method"]
    path = (event.get("requestContext") or {}).get("http", {}).get("path")
    return {"statusCode": 200, "body": f"{method} {path}"}
