from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext
    from mypy_boto3_s3 import S3Client


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    client: S3Client | None = None
    return {"statusCode": 200 if client is None else 500}
