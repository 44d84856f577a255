def handler(event, context):
    def link(name):
        return f"https://{event['headers']['host']}{event['path']}/{name}"

    pick = lambda key: event["multiValueHeaders"].get(key, [])
    return {"statusCode": 200, "body": link("next"), "headers": {"accept": ",".join(pick("accept"))}}
