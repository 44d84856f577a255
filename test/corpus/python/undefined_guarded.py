try:
    text_type = unicode
except NameError:
    text_type = str


def handler(event, context):
    global calls
    try:
        calls += 1
    except NameError:
        calls = 1
    return text_type(calls)
