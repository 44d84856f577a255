FORMATS = {".jpg": "JPEG", ".png": "PNG"}
