def handler(event, context):
    token = (event.get("headers") or {}).get("authorization", "")
    arn = event.get("routeArn") or event.get("methodArn")
    try:
        subject = verify(token)
    except Exception:
        raise Exception("Unauthorized")
    return {"principalId": subject, "context": {"arn": arn}}


def verify(token):
    if not token:
        raise ValueError("no token")
    return token.split(".")[0]
