Here is the complete, working implementation:

```python
import json


def handler(event, context):
    return json.dumps(event)
```
