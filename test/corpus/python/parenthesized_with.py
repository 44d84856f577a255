import tempfile


def handler(event, context):
    try:
        with (
            tempfile.NamedTemporaryFile() as source,
            tempfile.NamedTemporaryFile() as target,
        ):
            return [source.name, target.name]
    except Exception as e:
        print(e)
        return []
