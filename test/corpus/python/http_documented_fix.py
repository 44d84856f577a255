def handler(event, context):
    path = event.get('path', event.get('rawPath', ''))
    method = event.get('httpMethod', event.get('requestContext', {}).get('http', {}).get('method', ''))
    return {"statusCode": 200, "body": f"{method} {path}"}
