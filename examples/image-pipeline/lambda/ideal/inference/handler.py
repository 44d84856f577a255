"""Labels preprocessed images with Amazon Rekognition."""

import json
import os
import traceback
from decimal import Decimal

import boto3
from image_status import LABELLED, set_status

MAX_LABELS = int(os.environ.get("MAX_LABELS", "10"))
MIN_CONFIDENCE = float(os.environ.get("MIN_CONFIDENCE", "80"))

rekognition = boto3.client("rekognition")
table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


def handler(event, context):
    failures = []
    for message in event["Records"]:
        try:
            job = json.loads(message["body"])
            labels = detect_labels(job["bucket"], job["key"])
            set_status(table, job["image_id"], LABELLED, labels=labels)
        except Exception as e:
            print(f"Inference for message {message['messageId']} failed: {e}")
            print(traceback.format_exc())
            failures.append({"itemIdentifier": message["messageId"]})
    return {"batchItemFailures": failures}


def detect_labels(bucket, key):
    response = rekognition.detect_labels(
        Image={"S3Object": {"Bucket": bucket, "Name": key}},
        MaxLabels=MAX_LABELS,
        MinConfidence=MIN_CONFIDENCE,
    )
    return [
        {"name": label["Name"], "confidence": Decimal(str(round(label["Confidence"], 2)))}
        for label in response["Labels"]
    ]
