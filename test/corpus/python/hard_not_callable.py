import os

handler = os.environ.get("HANDLER")
