from json import dumps

handler = lambda event, context: {"statusCode": 200, "body": dumps({"path": event["path"]})}
