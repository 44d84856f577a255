import functools
import json
import logging

logger = logging.getLogger(__name__)


def api(function):
    @functools.wraps(function)
    def wrapper(event, context):
        try:
            return {"statusCode": 200, "body": json.dumps(function(event, context))}
        except ValueError as e:
            return {"statusCode": 400, "body": str(e)}
        except Exception:
            logger.exception("unhandled")
            return {"statusCode": 500}

    return wrapper


@api
def handler(event, context):
    return {"path": event.get("rawPath") or event.get("path")}
