import logging

logger = logging.getLogger()


class Service:
    def __init__(self):
        self.log = logging.getLogger("service")

    def run(self, event):
        try:
            return event["detail"]["value"]
        except Exception as e:
            self.log.warning("ignored: %s", e, exc_info=True)
            return None


def handler(event, context):
    try:
        return Service().run(event)
    except Exception as e:
        logger.critical(e, exc_info=e)
        return {"ok": False}
