import json
import os


def handler(event, context):
    return json.dumps(event["path"])
