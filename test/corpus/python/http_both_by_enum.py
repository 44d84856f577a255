from enum import Enum


class Source(Enum):
    REST = "rest"
    HTTP = "http"
    OTHER = "other"


def source_of(event):
    context = event.get("requestContext", {})
    if "http" in context:
        return Source.HTTP
    if "resourcePath" in context:
        return Source.REST
    return Source.OTHER


def handler(event, context):
    source = source_of(event)
    if source == Source.REST:
        route = event["requestContext"]["resourcePath"]
        path = event["path"]
    elif source == Source.HTTP:
        route = event["requestContext"]["routeKey"].split(" ")[-1]
        path = event["rawPath"]
    else:
        return {"statusCode": 400}
    return {"statusCode": 200, "body": f"{route} {path}"}
