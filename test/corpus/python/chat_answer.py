### Reasoning Trace
# The queue wraps the event of S3, so the body has to be parsed first.

### Answer
# ```python
import json


def handler(event, context):
    return [json.loads(record["body"]) for record in event["Records"]]
# ```
