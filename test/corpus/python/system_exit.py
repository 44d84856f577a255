import sys


def handler(event, context):
    try:
        return event["detail"]
    except BaseException as e:
        print(e, file=sys.stderr)
        sys.exit(1)
