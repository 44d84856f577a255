import json


def handler(event, context):
    failed = []
    for record in event["Records"]:
        try:
            print(json.loads(record["body"])["name"])
        except ValueError:
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
