from functools import cached_property


class Request:
    def __init__(self, event):
        self.event = event
        self._query = event.get("multiValueQueryStringParameters") or {}

    @property
    def path(self):
        return self.event["path"]

    @cached_property
    def method(self):
        return self.event["requestContext"]["httpMethod"]

    @staticmethod
    def host(event):
        return event["requestContext"]["domainName"]


def handler(event, context):
    request = Request(event)
    return {"statusCode": 200, "body": f"{Request.host(event)} {request.method} {request.path}"}
