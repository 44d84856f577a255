import json
import math


def handler(event, context):
    return globals()[event["module"]].__name__
