from decimal import Decimal
from http import HTTPStatus

__all__ = ["Decimal", "HTTPStatus", "handler"]


def handler(event, context):
    return {"statusCode": 200}
