#!/usr/bin/env python
# vim: set fileencoding=cp1252 :
import json


def handler(event, context):
    try:
        return json.dumps("“€”")
    except Exception:
        return "—"
