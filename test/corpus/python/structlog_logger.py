import structlog

log = structlog.get_logger()


def handler(event, context):
    try:
        return event["detail"]
    except Exception:
        log.exception("no_detail", request_id=context.aws_request_id)
        return None
