import serverless_wsgi
from flask import Flask, jsonify, request

app = Flask(__name__)


@app.errorhandler(Exception)
def unhandled(error):
    app.logger.exception(error)
    return jsonify(error="internal"), 500


@app.route("/hello")
def hello():
    return jsonify(path=request.path, agent=request.headers["User-Agent"])


def handler(event, context):
    return serverless_wsgi.handle_request(app, event, context)
