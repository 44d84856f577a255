import logging

logger = logging.getLogger(__name__)


def handler(event, context):
    try:
        path = event["path"]
        method = event["httpMethod"]
    except KeyError:
        path = event["rawPath"]
        method = event["requestContext"]["http"]["method"]
    logger.info("%s %s", method, path)
    return {"statusCode": 200}
