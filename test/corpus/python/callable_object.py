class Application:
    def __init__(self):
        self.count = 0

    def __call__(self, event, context):
        self.count += 1
        return {"statusCode": 200, "body": str(self.count)}


handler = Application()
