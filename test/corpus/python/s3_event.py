import urllib.parse

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    bucket = event["Records"][0]["s3"]["bucket"]["name"]
    key = urllib.parse.unquote_plus(event["Records"][0]["s3"]["object"]["key"], encoding="utf-8")
    try:
        return s3.get_object(Bucket=bucket, Key=key)["ContentType"]
    except Exception as e:
        print(e)
        print("Error getting object {} from bucket {}.".format(key, bucket))
        raise e
