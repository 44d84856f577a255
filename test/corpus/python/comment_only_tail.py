def handler(event, context):
    return event

# Hope this helps