from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    method: str
    path: str

    @classmethod
    def of(cls, event):
        return cls(method=event["httpMethod"], path=event["path"])


def handler(event, context):
    request = Request.of(event)
    return {"statusCode": 200, "body": f"{request.method} {request.path}"}
