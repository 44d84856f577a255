import json
import logging

logger = logging.getLogger(__name__)


def error_response(error):
    logger.warning("request failed: %s", error)
    return {"statusCode": 500, "body": json.dumps({"error": str(error)})}


def handler(event, context):
    try:
        return {"statusCode": 200, "body": json.dumps(json.loads(event["body"]))}
    except json.JSONDecodeError as e:
        return error_response(e)
    except Exception as e:
        return error_response(e)
