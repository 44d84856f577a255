"""The documented way to serve both payload formats."""

import json
import traceback


def handler(event, context):
    path = event.get("path", event.get("rawPath", ""))
    method = event.get("httpMethod", event.get("requestContext", {}).get("http", {}).get("method", ""))
    try:
        return respond(200, {"path": path, "method": method})
    except Exception as e:
        print(f"API handler error: {str(e)}")
        print(traceback.format_exc())
        return respond(500, {"message": "Internal server error"})


def respond(status, body):
    return {"statusCode": status, "body": json.dumps(body)}
