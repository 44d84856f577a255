import datetime
import logging

logging.getLogger().setLevel(logging.INFO)


def handler(event, context):
    now = datetime.datetime.now(tz=datetime.timezone.utc)
    logging.info("rule %s at %s", event["resources"][0], now.isoformat())
