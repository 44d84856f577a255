# ### Solution
#
# ```python
# def handler(event, context):
#     return event
# ```
def handler(event, context):
    return event
