import json

import boto3
import numpy as np

rekognition = boto3.client("rekognition")


def handler(event, context):
    job = json.loads(event["Records"][0]["body"])
    return rekognition.detect_labels(Image={"S3Object": {"Bucket": job["bucket"], "Name": job["key"]}})["Labels"]
