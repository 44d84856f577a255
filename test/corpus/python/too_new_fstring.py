def handler(event, context):
    return f"{event["detail"]["id"]}"
