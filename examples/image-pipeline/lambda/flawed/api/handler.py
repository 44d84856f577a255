"""Takes images in and tells what became of them: POST /images and GET /images/{image_id}."""

import base64
import json
import os
import time
import uuid

import boto3
from boto3.dynamodb.conditions import Key
from image_formats import CONTENT_TYPES, NotAnImage, identify
from image_status import UPLOADED

BUCKET_NAME = os.environ["BUCKET_NAME"]
MAX_WAITING = int(os.environ.get("MAX_WAITING", "1000"))

s3 = boto3.client("s3")
table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


def handler(event, context):
    path = event['path']
    method = event['httpMethod']

    try:
        if method == "POST" and path == "/images":
            return post_image(event)
        if method == "GET" and path.startswith("/images/"):
            return get_image(path[len("/images/") :])
        return respond(404, {"message": f"{method} {path} is not served here"})
    except Exception as e:
        print(f"API handler error: {str(e)}")
        return respond(500, {"message": "Internal server error"})


def post_image(event):
    body = event.get("body") or ""
    data = base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()
    try:
        info = identify(data)
    except NotAnImage as e:
        return respond(400, {"message": f"Not an image: {e}"})
    if waiting() >= MAX_WAITING:
        return respond(429, {"message": "Too many images are waiting, try again later"})

    image_id = str(uuid.uuid4())
    key = f"uploads/{image_id}.{info.format}"
    table.put_item(
        Item={"image_id": image_id, "status": UPLOADED, "created_at": int(time.time() * 1000), "key": key},
    )
    s3.put_object(Bucket=BUCKET_NAME, Key=key, Body=data, ContentType=CONTENT_TYPES[info.format])
    return respond(202, {"image_id": image_id, "status": UPLOADED})


def get_image(image_id):
    item = table.get_item(Key={"image_id": image_id}, ProjectionExpression="image_id, status, labels").get("Item")
    if item is None:
        return respond(404, {"message": f"No image {image_id}"})
    return respond(200, item)


def waiting():
    """How many images wait to be preprocessed, counted up to the limit."""
    page = table.query(
        IndexName="status-created-index",
        KeyConditionExpression=Key("status").eq(UPLOADED),
        Select="COUNT",
        Limit=MAX_WAITING,
    )
    return page["Count"]


def respond(status, body):
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(body, default=plain_number),
    }


def plain_number(value):
    """DynamoDB's numbers are decimals, which JSON does not know."""
    return int(value) if value == int(value) else float(value)
