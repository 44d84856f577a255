from image_formats import FORMATS


def handler(event, context):
    return {"format": FORMATS[event["suffix"]]}
