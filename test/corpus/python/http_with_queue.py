import json


def handler(event, context):
    if "Records" in event:
        for record in event["Records"]:
            process(json.loads(record["body"]))
        return {"batchItemFailures": []}
    if event.get("source") == "aws.events":
        return None
    process({"path": event["path"]})
    return {"statusCode": 202}


def process(message):
    print(message["path"])
