import json
import sys


def handler(event, context):
    return event


if __name__ == "__main__":
    try:
        print(handler(json.load(sys.stdin), None))
    except Exception as e:
        print("failed", e)
