import cfnresponse


def handler(event, context):
    try:
        if event["RequestType"] == "Create":
            print("creating", event["LogicalResourceId"])
        cfnresponse.send(event, context, cfnresponse.SUCCESS, {})
    except Exception as e:
        cfnresponse.send(event, context, cfnresponse.FAILED, {"Error": str(e)})
