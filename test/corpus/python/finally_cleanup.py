import os
import shutil
import tempfile


def handler(event, context):
    directory = tempfile.mkdtemp()
    try:
        with open(os.path.join(directory, "event"), "w") as file:
            file.write(str(event))
        return os.listdir(directory)
    finally:
        shutil.rmtree(directory, ignore_errors=True)
