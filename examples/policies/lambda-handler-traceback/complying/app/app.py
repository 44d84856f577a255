import logging

logger = logging.getLogger()


def handler(event, context):
    try:
        return {"resized": event["image_id"]}
    except Exception as error:
        logger.exception("cannot resize: %s", error)
        return {"error": "cannot resize"}
