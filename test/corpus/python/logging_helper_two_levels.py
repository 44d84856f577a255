import sys
import traceback as tb


class Reporter:
    def __init__(self, name):
        self.name = name

    def report(self):
        self._write(*sys.exc_info())

    def _write(self, kind, value, trace):
        tb.print_exception(kind, value, trace)


reporter = Reporter("orders")


def fail():
    reporter.report()
    return {"statusCode": 500}


def handler(event, context):
    try:
        return {"statusCode": 200, "body": event["body"]}
    except Exception:
        return fail()
