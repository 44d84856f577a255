from math import *


def handler(event, context):
    return sqroot(event["value"])
