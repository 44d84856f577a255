import logging

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def handler(event, context):
    logger.info("Converting %s", event["name"])
    return {"statusCode": 200}
