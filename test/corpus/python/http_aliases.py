def handler(event, context):
    evt = event
    ctx = evt["requestContext"]
    http = ctx["http"]
    ip, agent = http["sourceIp"], http["userAgent"]
    return {"statusCode": 200, "body": f"{ip} {agent} {ctx['time']}"}
