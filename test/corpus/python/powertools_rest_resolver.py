from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig, Response

logger = Logger(service="orders")
app = APIGatewayRestResolver(cors=CORSConfig(allow_origin="https://example.com"))


@app.exception_handler(Exception)
def on_error(ex: Exception):
    logger.error("unhandled", exc_info=ex)
    return Response(status_code=500, content_type="application/json", body="{}")


@app.get("/orders")
def list_orders():
    raw = app.current_event.raw_event
    return {"stage": app.current_event.request_context.stage, "keys": sorted(raw)}


def handler(event, context):
    return app.resolve(event, context)
