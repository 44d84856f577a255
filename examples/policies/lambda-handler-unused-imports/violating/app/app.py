import json

import xml.dom.minidom as dom


def handler(event, context):
    return [json.loads(record["body"])["image_id"] for record in event["Records"]]
