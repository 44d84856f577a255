import json
import os


def handler(event, context):
    """Line one
    ### Answer
    """
    try:
        return json.dumps(event["path"])
    except Exception as e:
        print(e)
