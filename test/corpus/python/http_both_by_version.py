class Request:
    def __init__(self, method, path):
        self.method = method
        self.path = path


class App:
    def __call__(self, event, context=None):
        request = self._parse(event)
        return {"statusCode": 200, "body": f"{request.method} {request.path}"}

    def _parse(self, event):
        is_v2 = event.get("version") == "2.0"
        if is_v2:
            return self._parse_v2(event)
        else:
            return self._parse_v1(event)

    def _parse_v1(self, event):
        return Request(event["httpMethod"], event["path"])

    def _parse_v2(self, event):
        http = event["requestContext"]["http"]
        return Request(http["method"], event["rawPath"])


app = App()


def handler(event, context):
    return app(event, context)
