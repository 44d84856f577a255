def handler(event, context):
    return {"images": ["cat.jpg", "dog.jpg"]}
