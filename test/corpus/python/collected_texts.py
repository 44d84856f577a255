def handler(event, context):
    errors = []
    for record in event["Records"]:
        try:
            print(record["body"])
        except Exception as e:
            errors.append({"id": record["messageId"], "error": str(e)})
    return {"errors": errors}
