import os


def handler(event, context):
    try:
        return event
    except Exception: pass