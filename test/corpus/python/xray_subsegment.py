import traceback

from aws_xray_sdk.core import patch_all, xray_recorder

patch_all()


def handler(event, context):
    with xray_recorder.in_subsegment("work") as subsegment:
        try:
            return event["detail"]
        except Exception as e:
            stack = traceback.extract_stack(limit=16)
            subsegment.add_exception(e, stack)
            return None
