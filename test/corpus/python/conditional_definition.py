import os

if os.environ.get("STAGE") == "prod":

    def handler(event, context):
        return {"statusCode": 200}

else:

    def handler(event, context):
        return {"statusCode": 200, "body": "not prod"}
