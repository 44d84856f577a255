from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Order:
    id: str
    lines: list[OrderLine]
    parent: Undefined | None = None


@dataclass
class OrderLine:
    sku: str


def handler(event: Event, context: "Context") -> Response:
    order: Order = Order(event["id"], [OrderLine(sku) for sku in event["skus"]])
    return order.id
