# An event of this queue:
#
# ```json
# {"Records": [{"body": "{}"}]}
# ```
#
# Here is the trick: bodies are JSON in JSON.
import json


def handler(event, context):
    # Answer with as many items as there were records.
    return [json.loads(record["body"]) for record in event["Records"]]  # ### Answer
