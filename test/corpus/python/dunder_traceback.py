def handler(event, context):
    try:
        return event["detail"]["id"]
    except Exception as e:
        trace = e.__traceback__
        while trace is not None:
            print(trace.tb_frame.f_code.co_filename, trace.tb_lineno)
            trace = trace.tb_next
        return None
