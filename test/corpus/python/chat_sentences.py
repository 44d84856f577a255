# Sure! Here's the updated Lambda handler:
import json


# ... existing code ...
def handler(event, context):
    return json.dumps(event)


# I hope this helps! Let me know if you have any questions.
