from typing import List


def handler(event, context):
    names = []  # type: List[str]
    for record in event["Records"]:
        names.append(record["eventName"])
    return names
