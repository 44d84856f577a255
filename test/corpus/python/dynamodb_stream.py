from boto3.dynamodb.types import TypeDeserializer

deserialize = TypeDeserializer().deserialize


def handler(event, context):
    for record in event["Records"]:
        if record["eventName"] != "INSERT":
            continue
        image = {key: deserialize(value) for key, value in record["dynamodb"]["NewImage"].items()}
        print(image["path"])
