import os as 環境


def handler(event, context):
    größe = len(event.get("body", ""))
    naïve = "😀"; import re
    return {"größe": größe, "naïve": naïve}
