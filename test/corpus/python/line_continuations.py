from json import \
    dumps, \
    loads


def handler(event, context):
    path = event \
        ["path"]
    return dumps({"path":
                  path})
