import os  # noqa: F401
import sys  # noqa
from json import dumps, loads  # noqa: F401

import unused_after_all  # type: ignore


def handler(event, context):
    try:
        return event["detail"]
    except Exception:  # noqa: BLE001 (whatever it is, the request goes on)
        return None
    try:
        return event["time"]
    except Exception:  # pylint: disable=broad-except
        return None
