from shared.responses import render


def handler(event, context):
    try:
        return event["detail"]
    except Exception as e:
        return render(500, str(e))
