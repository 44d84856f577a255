def handler(event, context):
    return {"resized": event["image_id"]}
