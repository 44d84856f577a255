import json


def handler(event, context):
    print "received", event
    return json.dumps({})
