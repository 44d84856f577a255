def handler(event, context):
    import json
    import os
    import time as clock

    return json.dumps({"region": os.environ["AWS_REGION"]})
