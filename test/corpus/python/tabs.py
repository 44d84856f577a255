import json
import os


def handler(event, context):
	try:
		return {
			"statusCode": 200,
			"body": json.dumps(event.get("queryStringParameters")),
		}
	except Exception as error:
		print("failed", error)
		return {"statusCode": 500}
