from aws_lambda_powertools import Logger, Tracer
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.logging import correlation_paths

logger = Logger()
tracer = Tracer()
app = APIGatewayHttpResolver()


@app.get("/todos/<todo_id>")
@tracer.capture_method
def get_todo(todo_id: str):
    try:
        return {"todo": todo_id, "path": app.current_event.path}
    except Exception as exc:
        logger.exception("todo failed")
        raise NotFoundError("no such todo") from exc


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_HTTP)
@tracer.capture_lambda_handler
def handler(event, context):
    return app.resolve(event, context)
