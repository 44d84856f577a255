import os

import boto3

images = boto3.resource("dynamodb").Table(os.environ["IMAGES"])


def handler(event, context):
    images.put_item(Item={"imageId": event["imageId"]})
