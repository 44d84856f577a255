import tempfile
import traceback


def handler(event, context):
    try:
        return event["detail"]
    except Exception:
        with (tempfile.NamedTemporaryFile() as source, open("/dev/null", "w") as target):
            traceback.print_exc(file=target)
            print(source.name)
        return []
