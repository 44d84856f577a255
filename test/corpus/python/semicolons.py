import json; import os; import re
def handler(event, context): x = event["path"]; y = os.sep; return json.dumps([x, y])
