from urllib.request import urlopen


def handler(event, context):
    return {"statusCode": urlopen(event["address"], timeout=3).status}
