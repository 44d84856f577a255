import os

import sentry_sdk

sentry_sdk.init(dsn=os.environ["SENTRY_DSN"])


def handler(event, context):
    try:
        return event["detail"]
    except Exception as e:
        sentry_sdk.capture_exception(e)
        return None
    finally:
        sentry_sdk.flush()
