REQUIRED = ("httpMethod", "path")


def handler(event, context):
    missing = [key for key in REQUIRED if key not in event]
    if missing:
        return {"statusCode": 400, "body": f"not an event of a REST API: {missing}"}
    return {"statusCode": 200, "body": f"{event['httpMethod']} {event['path']}"}
