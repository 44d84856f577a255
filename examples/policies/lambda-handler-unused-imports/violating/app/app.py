import json

import numpy as np


def handler(event, context):
    return [json.loads(record["body"])["image_id"] for record in event["Records"]]
