exec("def helper(value):\n    return value")


def handler(event, context):
    return helper(event)
