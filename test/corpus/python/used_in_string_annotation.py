from decimal import Decimal
from typing import Optional, cast


def price(value: "Optional[Decimal]") -> float:
    return float(cast("Decimal", value)) if value else 0.0


def handler(event, context):
    return price(event.get("price"))
