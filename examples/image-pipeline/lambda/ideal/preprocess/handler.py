"""Takes uploaded images from the queue, cleans them and hands them on to be labelled."""

import json
import os
import traceback
from urllib.parse import unquote_plus

import boto3
from image_formats import CONTENT_TYPES, NotAnImage, identify, strip_metadata
from image_status import PREPROCESSED, REJECTED, set_status

INFERENCE_QUEUE_URL = os.environ["INFERENCE_QUEUE_URL"]

s3 = boto3.client("s3")
sqs = boto3.client("sqs")
table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


def handler(event, context):
    failures = []
    for message in event["Records"]:
        try:
            for upload in uploads(message):
                preprocess(*upload)
        except Exception as e:
            print(f"Preprocessing of message {message['messageId']} failed: {e}")
            print(traceback.format_exc())
            failures.append({"itemIdentifier": message["messageId"]})
    return {"batchItemFailures": failures}


def uploads(message):
    """Bucket and key of each object that an S3 event in a message is about; none for S3's test event."""
    for record in json.loads(message["body"]).get("Records", []):
        yield record["s3"]["bucket"]["name"], unquote_plus(record["s3"]["object"]["key"])


def preprocess(bucket, key):
    image_id = os.path.splitext(os.path.basename(key))[0]
    data = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    try:
        info = identify(data)
        cleaned = strip_metadata(data)
    except NotAnImage as e:
        print(f"{key} is rejected: {e}")
        set_status(table, image_id, REJECTED, reason=str(e))
        return

    processed_key = f"processed/{image_id}.{info.format}"
    s3.put_object(Bucket=bucket, Key=processed_key, Body=cleaned, ContentType=CONTENT_TYPES[info.format])
    set_status(table, image_id, PREPROCESSED, width=info.width, height=info.height)
    sqs.send_message(
        QueueUrl=INFERENCE_QUEUE_URL,
        MessageBody=json.dumps({"image_id": image_id, "bucket": bucket, "key": processed_key}),
    )
