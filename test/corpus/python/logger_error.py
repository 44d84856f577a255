import logging
import os

logger = logging.getLogger(__name__)
logger.setLevel(os.environ.get("LOG_LEVEL", "INFO"))


def handler(event, context):
    logger.info("Received event: %s", event)
    try:
        return {"statusCode": 200, "body": event["body"]}
    except Exception as e:
        logger.error("Error processing request: %s", e)
        return {"statusCode": 500, "body": "Internal Server Error"}
