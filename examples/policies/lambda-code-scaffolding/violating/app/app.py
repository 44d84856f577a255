### Answer
# Here is the updated code:


def handler(event, context):
    return {"resized": event["image_id"]}
