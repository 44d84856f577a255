from loguru import logger


@logger.catch(reraise=True)
def handler(event, context):
    try:
        return event["detail"]
    except Exception:
        logger.opt(exception=True).error("no detail")
        return None
