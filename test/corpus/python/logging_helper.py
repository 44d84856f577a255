import logging

log = logging.getLogger()


def record(error, **extra):
    log.error("failed", extra=extra, exc_info=error)


def handler(event, context):
    try:
        return {"statusCode": 200, "body": event["body"]}
    except Exception as e:
        record(e, request=context.aws_request_id)
        return {"statusCode": 500}
