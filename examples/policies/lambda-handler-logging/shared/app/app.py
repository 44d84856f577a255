import logging

logging.basicConfig(level=logging.INFO)
logger = logging.getLogger(__name__)


def handler(event, context):
    logger.info("Converting %s", event["name"])
    return {"statusCode": 200}
