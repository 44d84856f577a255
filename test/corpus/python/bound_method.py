class Api:
    routes = {"/": "index", "/about": "about"}

    def handle(self, event, context):
        page = self.routes.get(event.get("rawPath", "/"))
        return {"statusCode": 200 if page else 404, "body": page or ""}


handler = Api().handle
