"""Orders.

### Answer

```python
handler({"id": "1"}, None)
```
"""


def handler(event, context):
    """
    ### Reasoning Trace

    Here is the updated code:

    ```json
    {"id": "1"}
    ```
    """
    return event.get("id")
