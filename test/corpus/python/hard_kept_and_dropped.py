def handler(event, context):
    errors = []
    for record in event["Records"]:
        try:
            print(record["body"])
        except Exception as e:
            errors.append(e)
    return [str(error) for error in errors]
