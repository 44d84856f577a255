try:
    import ujson

    HAS_UJSON = True
except Exception:
    HAS_UJSON = False


def handler(event, context):
    return {"fast": HAS_UJSON}
