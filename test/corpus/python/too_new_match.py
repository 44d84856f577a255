def handler(event, context):
    match event["detail-type"]:
        case "created" | "updated":
            return "write"
        case _:
            return "ignore"
