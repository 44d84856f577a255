from shared.errors import handle_error, render


def handler(event, context):
    try:
        return event["detail"]
    except ValueError as e:
        return render(400, str(e))
    except Exception as e:
        return handle_error(e, context)
