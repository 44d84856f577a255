import os
import json


def handler(event, context):
    return json.dumps(event["rawPath"])
