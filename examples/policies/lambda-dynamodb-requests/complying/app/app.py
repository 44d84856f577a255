import os

import boto3

images = boto3.resource("dynamodb").Table(os.environ["IMAGES"])


def handler(event, context):
    images.update_item(
        Key={"imageId": event["imageId"]},
        UpdateExpression="SET #status = :done",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={":done": "done"},
    )
