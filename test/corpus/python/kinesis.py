import base64
import json


def handler(event, context):
    total = 0
    for record in event["Records"]:
        try:
            payload = json.loads(base64.b64decode(record["kinesis"]["data"]))
            total += payload["amount"]
        except Exception:
            continue
    return {"total": total}
