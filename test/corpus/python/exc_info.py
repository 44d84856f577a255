import sys


def handler(event, context):
    try:
        return event["detail"]["id"]
    except:
        kind, value, trace = sys.exc_info()
        print(kind.__name__, value, trace.tb_lineno)
        return None
