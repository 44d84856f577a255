import assert from "node:assert/strict";
import { httpEventKey } from "../../aws/facts/http-events";
import { factsOfHandler } from "../../code/facts/walk";
import { failingReads } from "../../code/http-reads";
import { pythonOf } from "../../code/python/language";
import { Program } from "../../code/python/modules";
import { Budget } from "../../kit/budget";

/** A handler, and the subscripts that fail for each format of events: line and path, in another file than the handler's with its name. */
interface Row {
  readonly name: string;
  /** The text of handler.py, which has the function `handler`; the line after the quote is line 1. */
  readonly code: string;
  readonly files?: Readonly<Record<string, string>>;
  /** What the walk leaves alone here, so that it misses a read that fails. */
  readonly leaves?: string;
  readonly fails: { readonly [format in "REST" | "1.0" | "2.0"]?: readonly string[] };
}

const rows: readonly Row[] = [
  {
    name: "right of `or` after a key was put into the event",
    code: `
def handler(event, context):
    event["path"] = event["rawPath"]
    path = event.get("path") or event["resource"]
    return path
`,
    fails: { REST: ["2 rawPath"], "1.0": ["2 rawPath"] },
  },
  {
    name: "in the other way after a key was put into the event",
    code: `
def handler(event, context):
    event["path"] = event.get("rawPath") or event.get("path")
    first = event["path"] if event.get("path") else event["resource"]
    if "path" not in event:
        first = event["resource"]
    if not event["path"]:
        first = event["resource"]
    return first
`,
    fails: {},
  },
  {
    name: "documented",
    code: `
def handler(event, context):
    path = event['path']
    method = event['httpMethod']
    return path
`,
    fails: { "2.0": ["2 path", "3 httpMethod"] },
  },
  {
    name: "fixed",
    code: `
def handler(event, context):
    path = event.get('path', event.get('rawPath', ''))
    method = event.get('httpMethod', event.get('requestContext', {}).get('http', {}).get('method', ''))
    if path == "/x": return 1
`,
    fails: {},
  },
  {
    name: "v2 style",
    code: `
def handler(event, context):
    path = event['rawPath']
    method = event['requestContext']['http']['method']
`,
    fails: { REST: ["2 rawPath", "3 requestContext.http"], "1.0": ["2 rawPath", "3 requestContext.http"] },
  },
  {
    name: "in test",
    code: `
def handler(event, context):
    if 'path' in event:
        path = event['path']
    else:
        path = event['rawPath']
`,
    fails: {},
  },
  {
    name: "early return",
    code: `
def handler(event, context):
    if 'path' not in event:
        return v2(event)
    return event['path']
def v2(event):
    return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "options",
    code: `
def handler(event, context):
    if event.get("httpMethod") == "OPTIONS":
        return {}
    return event["path"]
`,
    fails: { "2.0": ["2 httpMethod", "4 path"] },
  },
  {
    name: "version switch",
    code: `
def handler(event, context):
    if event.get("version") == "2.0":
        path = event["rawPath"]
    else:
        path = event["path"]
`,
    fails: {},
  },
  {
    name: "version sub",
    code: `
def handler(event, context):
    if event["version"] == "2.0":
        path = event["rawPath"]
    else:
        path = event["path"]
`,
    fails: { REST: ["2 version"] },
  },
  {
    name: "keyerror",
    code: `
def handler(event, context):
    try:
        path = event["path"]
    except KeyError:
        path = event["rawPath"]
    return path
`,
    fails: {},
  },
  {
    name: "keyerror none",
    code: `
def handler(event, context):
    path = None
    try:
        path = event["path"]
    except KeyError:
        pass
    if path is None:
        path = event["rawPath"]
    return path
`,
    fails: {},
  },
  {
    name: "keyerror return",
    code: `
def handler(event, context):
    try:
        path = event["path"]
    except (KeyError, TypeError):
        return event["rawPath"]
    return event["httpMethod"]
`,
    fails: {},
  },
  {
    name: "broad gives up",
    code: `
def handler(event, context):
    try:
        path = event["path"]
        method = event["httpMethod"]
        return {"statusCode": 200}
    except Exception as e:
        print(f"API handler error: {e}")
        return {"statusCode": 500}
`,
    fails: { "2.0": ["3 path", "4 httpMethod"] },
  },
  {
    name: "broad prints",
    code: `
def handler(event, context):
    try:
        path = event["path"]
        return {"statusCode": 200}
    except Exception as e:
        print(f"API handler error: {e}")
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "broad fallback",
    code: `
def handler(event, context):
    try:
        path = event["path"]
    except Exception:
        path = event["rawPath"]
    return path
`,
    fails: {},
  },
  {
    name: "broad default",
    code: `
def handler(event, context):
    try:
        path = event["path"]
    except:
        path = "/"
    return path
`,
    fails: {},
  },
  {
    name: "helper broad",
    code: `
def get(event):
    try:
        return event["path"]
    except Exception:
        return None
def handler(event, context):
    p = get(event)
`,
    fails: {},
  },
  {
    name: "helper",
    code: `
def get(event):
    return event["path"]
def handler(event, context):
    return get(event)
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "helper keyword",
    code: `
def get(x, evt=None):
    return evt["path"]
def handler(event, context):
    return get(1, evt=event)
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "alias",
    code: `
def handler(event, context):
    e = event
    if True:
        p = e["path"]
    rc = event["requestContext"]
    ip = rc["identity"]["sourceIp"]
`,
    fails: { "2.0": ["4 path", "6 requestContext.identity"] },
  },
  {
    name: "reassign",
    code: `
def handler(event, context):
    event = normalize(event)
    return event["path"]
`,
    fails: {},
  },
  {
    name: "reassign same file",
    code: `
def normalize(e):
    e["x"] = e["path"]
    return e
def handler(event, context):
    event = normalize(event)
    return event["x"]
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "nested function",
    code: `
def handler(event, context):
    def inner():
        return event["path"]
    return inner()
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "lambda",
    code: `
def handler(event, context):
    get = lambda: event["path"]
    return get()
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "comprehension",
    code: `
def handler(event, context):
    return [event["path"] for _ in range(2)]
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "method",
    code: `
class App:
    def run(self, event):
        return event["path"]
app = App()
def handler(event, context):
    return app.run(event)
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "attribute",
    code: `
class App:
    def __init__(self, event):
        self.event = event
    def run(self):
        return self.event["path"]
def handler(event, context):
    return App(event).run()
`,
    fails: { "2.0": ["5 path"] },
  },
  {
    name: "property",
    code: `
class App:
    def __init__(self, event):
        self.event = event
    @property
    def path(self):
        return self.event["path"]
def handler(event, context):
    return App(event).path
`,
    fails: { "2.0": ["6 path"] },
  },
  {
    name: "powertools",
    code: `
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
app = APIGatewayHttpResolver()
@app.get("/x")
def x():
    return app.current_event["path"]
def handler(event, context):
    return app.resolve(event, context)
`,
    fails: {},
  },
  {
    name: "event source",
    code: `
@event_source(data_class=APIGatewayProxyEvent)
def handler(event, context):
    return event["path"]
`,
    fails: {},
  },
  {
    name: "data class",
    code: `
def handler(event, context):
    return APIGatewayProxyEvent(event)["path"]
`,
    fails: {},
  },
  {
    name: "harmless decorator",
    code: `
@logger.inject_lambda_context(log_event=True)
@tracer.capture_lambda_handler
def handler(event, context):
    return event["path"]
`,
    fails: { "2.0": ["4 path"] },
  },
  {
    name: "own decorator",
    code: `
import functools
def cors(fn):
    @functools.wraps(fn)
    def wrapper(event, context):
        return fn(event, context)
    return wrapper
@cors
def handler(event, context): return event["path"]
`,
    fails: { "2.0": ["8 path"] },
  },
  {
    name: "own decorator guard",
    code: `
def cors(fn):
    def wrapper(*args, **kwargs):
        try:
            return fn(*args, **kwargs)
        except KeyError:
            return {}
    return wrapper
@cors
def handler(event, context): return event["path"]
`,
    fails: {},
  },
  {
    name: "mangum",
    code: `
handler = Mangum(app)
`,
    fails: {},
  },
  {
    name: "match",
    code: `
def handler(event, context):
    match event:
        case {"path": p}:
            return event["httpMethod"]
        case {"requestContext": {"http": {"method": m}}}:
            return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "match sub",
    code: `
def handler(event, context):
    match event["httpMethod"]:
        case "GET":
            return 1
`,
    fails: { "2.0": ["2 httpMethod"] },
  },
  {
    name: "walrus",
    code: `
def handler(event, context):
    if (p := event.get("path")) is not None:
        return event["httpMethod"]
    return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "walrus2",
    code: `
def handler(event, context):
    if (p := event["path"]) == "/": return 1
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "suppress",
    code: `
def handler(event, context):
    path = None
    with contextlib.suppress(KeyError):
        path = event["path"]
    if path is None:
        path = event["rawPath"]
`,
    fails: {},
  },
  {
    name: "ternary",
    code: `
def handler(event, context):
    path = event["path"] if "path" in event else event["rawPath"]
`,
    fails: {},
  },
  {
    name: "and or",
    code: `
def handler(event, context):
    a = "path" in event and event["path"]
    b = event.get("rawPath") or event["path"]
    c = event["path"] or event["rawPath"]
`,
    fails: { "2.0": ["4 path"] },
  },
  {
    name: "setdefault",
    code: `
def handler(event, context):
    event.setdefault("path", event.get("rawPath"))
    event["httpMethod"] = "GET"
    return event["path"] + event["httpMethod"]
`,
    fails: {},
  },
  {
    name: "unknown helper",
    code: `
from helpers import is_v2
def handler(event, context):
    if is_v2(event):
        return event["rawPath"]
    return event["path"]
`,
    fails: {},
  },
  {
    name: "archive helper",
    code: `
from helpers import is_v2
def handler(event, context):
    if is_v2(event):
        return event["rawPath"]
    return event["path"]
`,
    files: {
      "helpers.py": `
def is_v2(event):
    return event.get("version") == "2.0"
`,
    },
    fails: {},
  },
  {
    name: "archive helper reads",
    code: `
import helpers
def handler(event, context):
    return helpers.route(event)
`,
    files: {
      "helpers.py": `

def route(event):
    return event["path"]
`,
    },
    fails: { "2.0": ["helpers.py:3 path"] },
  },
  {
    name: "dispatch",
    code: `
def a(event): 
    return event["path"]
def b(event):
    return 1
ROUTES = {"GET": a, "POST": b}
def handler(event, context):
    method = event.get("requestContext", {}).get("http", {}).get("method", "")
    return ROUTES[method](event)
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "dispatch version",
    code: `
def a(event): 
    return event["path"]
def b(event):
    return event["rawPath"]
ROUTES = {"1.0": a, "2.0": b}
def handler(event, context):
    return ROUTES[event["version"]](event)
`,
    fails: { REST: ["7 version"] },
  },
  {
    name: "get chain sub",
    code: `
def handler(event, context):
    m = event.get("requestContext", {}).get("http", {})["method"]
    m = event.get("requestContext", {}).get("http")["method"]
`,
    fails: { REST: ["2 requestContext.http"], "1.0": ["2 requestContext.http"] },
  },
  {
    name: "records",
    code: `
def handler(event, context):
    if "Records" in event:
        return 1
    return event["path"]
`,
    fails: { "2.0": ["4 path"] },
  },
  {
    name: "custom",
    code: `
def handler(event, context):
    return event["action"]
`,
    fails: {},
  },
  {
    name: "body",
    code: `
def handler(event, context):
    return event["body"], event["queryStringParameters"]["x"], event["headers"]["host"]
`,
    fails: {},
  },
  {
    name: "assert",
    code: `
def handler(event, context):
    assert "path" in event
    return event["path"]
`,
    fails: {},
  },
  {
    name: "raise",
    code: `
def check(event):
    if "httpMethod" not in event:
        raise ValueError("REST only")
def handler(event, context):
    check(event)
    return event["path"]
`,
    fails: {},
  },
  {
    name: "half fixed",
    code: `
def handler(event, context):
    path = event.get("path", event.get("rawPath", ""))
    if path == "/images" and event["httpMethod"] == "POST":
        return 1
`,
    fails: { "2.0": ["3 httpMethod"] },
  },
  {
    name: "fstring",
    code: `
def handler(event, context):
    print(f"{event['path']}")
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "args",
    code: `
def handler(*args):
    return args[0]["path"]
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "async",
    code: `
import asyncio
async def main(event):
    await foo()
    return event["path"]
def handler(event, context):
    return asyncio.run(main(event))
`,
    fails: { "2.0": ["4 path"] },
  },
  {
    name: "update",
    code: `
def handler(event, context):
    event.update(fix(event))
    return event["path"]
`,
    fails: {},
  },
  {
    name: "mutating call",
    code: `
from x import normalize
def handler(event, context):
    normalize(event)
    return event["path"]
`,
    fails: {},
  },
  {
    name: "logging call",
    code: `
def handler(event, context):
    logger.info(event)
    return event["path"]
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "isinstance",
    code: `
def handler(event, context):
    if isinstance(event, str):
        event = json.loads(event)
    return event["path"]
`,
    fails: { "2.0": ["4 path"] },
  },
  {
    name: "auth",
    code: `
def auth(event):
    return event["headers"].get("authorization")
def handler(event, context):
    if not auth(event):
        return {"statusCode": 401}
    return event["path"]
`,
    fails: { "2.0": ["6 path"] },
  },
  {
    name: "sqs and http",
    code: `
def handler(event, context):
    for record in event.get("Records", []):
        process(record)
    if event.get("requestContext"):
        return {"p": event["path"]}
`,
    fails: { "2.0": ["5 path"] },
  },
  {
    name: "http in ctx",
    code: `
def handler(event, context):
    if "http" in event["requestContext"]:
        m = event["requestContext"]["http"]["method"]
    else:
        m = event["httpMethod"]
`,
    fails: {},
  },
  {
    name: "http in ctx 2",
    code: `
def handler(event, context):
    if "requestContext" in event and "http" in event["requestContext"]:
        m = event["requestContext"]["http"]["method"]
    else:
        m = event["httpMethod"]
`,
    fails: {},
  },
  {
    name: "flag",
    code: `
def handler(event, context):
    is_v2 = event.get("version") == "2.0"
    if is_v2:
        return event["rawPath"]
    return event["path"]
`,
    fails: {},
  },
  {
    name: "http var",
    code: `
def handler(event, context):
    http = event.get("requestContext", {}).get("http")
    if http:
        return http["method"]
    return event["httpMethod"]
`,
    fails: {},
  },
  {
    name: "startswith",
    code: `
def handler(event, context):
    v = event.get("version", "1.0")
    if v.startswith("2"):
        return event["rawPath"]
    return event["path"]
`,
    fails: {},
  },
  {
    name: "either loop",
    code: `
def handler(event, context):
    for x in range(3):
        if x == 2: continue
        print(event["path"])
`,
    fails: { "2.0": ["4 path"] },
  },
  {
    name: "for key in",
    code: `
def handler(event, context):
    for key in ("path", "rawPath"):
        if key in event:
            return event[key]
    raise KeyError
`,
    fails: {},
  },
  {
    name: "dead after raise",
    code: `
def fail(): raise ValueError
def handler(event, context):
    if "path" not in event:
        fail()
    return event["path"]
`,
    fails: {},
  },
  {
    name: "lru",
    code: `
@functools.lru_cache
def f(x): return x
def handler(event, context):
    return f(event)["path"]
`,
    fails: { "2.0": ["4 path"] },
  },
  {
    name: "tuple",
    code: `
def parse(e):
    return e["path"], e.get("httpMethod")
def handler(event, context):
    path, method = parse(event)
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "tuple2",
    code: `
def handler(event, context):
    e, c = event, context
    return e["path"]
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "del",
    code: `
def handler(event, context):
    del event
    return event["path"]
`,
    fails: {},
  },
  {
    name: "global client",
    code: `
client = None
def handler(event, context):
    global client
    if client:
        pass
    return event["path"]
`,
    fails: { "2.0": ["6 path"] },
  },
  {
    name: "debug",
    code: `
DEBUG = False
def handler(event, context):
    if DEBUG:
        return event["path"]
`,
    fails: {},
  },
  {
    name: "dict copy",
    code: `
def handler(event, context):
    e = dict(event)
    return e["path"]
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "spread",
    code: `
def handler(event, context):
    event = {"path": event.get("rawPath"), **event}
    return event["path"]
`,
    fails: {},
  },
  {
    name: "get default event",
    code: `
def handler(event, context):
    return event.get("rawPathX", event["path"])
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "nested try other",
    code: `
def handler(event, context):
    try:
        return event["path"]
    except ValueError:
        return 1
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "except reading",
    code: `
def handler(event, context):
    try:
        body = json.loads(event["body"])
    except Exception:
        return {"statusCode": 400}
    return 1
`,
    fails: {},
  },
  {
    name: "except reraise",
    code: `
def handler(event, context):
    try:
        p = event["path"]
    except Exception:
        logger.exception("x")
        raise
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "wrapper 500",
    code: `
def safe(fn):
    def wrapper(event, context):
        try:
            return fn(event, context)
        except Exception as e:
            return {"statusCode": 500}
    return wrapper
@safe
def handler(event, context):
    return event["path"]
`,
    fails: { "2.0": ["10 path"] },
  },
  {
    name: "decorated helper args",
    code: `
def retry(times):
    def deco(fn):
        def wrapper(*a, **k):
            return fn(*a, **k)
        return wrapper
    return deco
@retry(3)
def handler(event, context):
    return event["path"]
`,
    fails: { "2.0": ["9 path"] },
  },
  {
    name: "class inherit",
    code: `
class Base:
    def go(self, event):
        return event["path"]
class App(Base):
    pass
def handler(event, context):
    return App().go(event)
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "class above",
    code: `
class Base:
    def __init__(self, event):
        self.event = event
        self.path = self.find()
    def find(self):
        return self.event["resource"]
    def method(self):
        return self.event["httpMethod"]
class Middle(Base):
    pass
class Api(Middle):
    def __init__(self, event, context):
        super().__init__(event)
        self.context = context
    def find(self):
        return self.event.get("rawPath")
    def method(self):
        return super(Api, self).method() + super().nothing
class Other(acme.Base):
    def __init__(self, event):
        super().__init__(event)
    def path(self):
        return self.event["path"]
def handler(event, context):
    return Api(event, context).method(), Other(event).path()
`,
    fails: { "2.0": ["8 httpMethod"] },
  },
  {
    name: "staticmethod",
    code: `
class App:
    @staticmethod
    def go(event):
        return event["path"]
def handler(event, context):
    return App.go(event)
`,
    fails: { "2.0": ["4 path"] },
  },
  {
    name: "handler assigned",
    code: `
def main(event, context):
    return event["path"]
handler = logger_wrap = main
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "handler lambda",
    code: `
handler = lambda event, context: event["path"]
`,
    fails: { "2.0": ["1 path"] },
  },
  {
    name: "conditional import",
    code: `
try:
    import x
except ImportError:
    x = None
def handler(event, context): return event["path"]
`,
    fails: { "2.0": ["5 path"] },
  },
  {
    name: "from import handler",
    code: `
from impl import handler
`,
    files: {
      "impl.py": `

def handler(event, context):
    return event["path"]
`,
    },
    fails: { "2.0": ["impl.py:3 path"] },
  },
  {
    name: "packages",
    code: `
from pkg.routes import go
def handler(event, context):
    return go(event)
`,
    files: {
      "pkg/__init__.py": `

`,
      "pkg/routes.py": `

def go(e): return e["path"]
`,
    },
    fails: { "2.0": ["pkg/routes.py:2 path"] },
  },
  {
    name: "pop",
    code: `
def handler(event, context):
    return event.pop("path", None)
`,
    fails: {},
  },
  {
    name: "while",
    code: `
def handler(event, context):
    while True:
        x = event["path"]
        break
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "return none path check",
    code: `
def handler(event, context):
    body = event.get("body")
    if body is None:
        return {"statusCode": 400}
    return event["path"]
`,
    fails: { "2.0": ["5 path"] },
  },
  {
    name: "telling early return",
    code: `
def handler(event, context):
    v = detect(event)
    if v == 2:
        return event["rawPath"]
    return event["path"]
`,
    fails: {},
  },
  {
    name: "any",
    code: `
def handler(event, context):
    if any(k in event for k in ("path", "resource")):
        return event["path"]
    return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "all const",
    code: `
REQUIRED = ("path", "httpMethod")
def handler(event, context):
    if not all(k in event for k in REQUIRED):
        return 1
    return event["path"]
`,
    fails: {},
  },
  {
    name: "keys",
    code: `
def handler(event, context):
    if "path" in event.keys():
        return event["path"]
    return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "subset",
    code: `
def handler(event, context):
    if {"path"} <= event.keys():
        return event["path"]
    return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "optional attr",
    code: `
def handler(event, context):
    return event["cookies"]
`,
    fails: { REST: ["2 cookies"], "1.0": ["2 cookies"] },
  },
  {
    name: "cookies",
    code: `
def handler(event, context):
    a = event["cookies"]
    b = event["rawQueryString"]
    c = event["routeKey"]
    d = event["requestContext"]["time"]
`,
    fails: {
      REST: ["2 cookies", "3 rawQueryString", "4 routeKey", "5 requestContext.time"],
      "1.0": ["2 cookies", "3 rawQueryString", "4 routeKey", "5 requestContext.time"],
    },
  },
  {
    name: "authorizer",
    code: `
def handler(event, context):
    return event["requestContext"]["authorizer"]["jwt"]["claims"]
`,
    fails: {},
  },
  {
    name: "broad default before",
    code: `
def handler(event, context):
    path = "/"
    try:
        path = event["path"]
    except Exception as e:
        print("default")
    return {"body": path}
`,
    fails: {},
  },
  {
    name: "alb",
    code: `
def handler(event, context):
    if "elb" in event["requestContext"]:
        return event["path"]
    return event.get("rawPath")
`,
    fails: {},
  },
  {
    name: "websocket",
    code: `
def handler(event, context):
    ctx = event["requestContext"]
    if "connectionId" in ctx:
        return ctx["routeKey"]
    return 1
`,
    fails: {},
  },
  {
    name: "list append",
    code: `
def handler(event, context):
    errors = []
    if not event.get("body"):
        errors.append("body")
    if not errors:
        return 200
    return event["path"]
`,
    fails: { "2.0": ["7 path"] },
  },
  {
    name: "comments",
    code: `
def handler(event, context): # x
    # a comment
    p = ( # why
        event["path"] # here
    )
    # b
    if (  # c
        event["httpMethod"]
        # d
        == "GET"):
        # e
        pass
`,
    fails: { "2.0": ["4 path", "8 httpMethod"] },
  },
  {
    name: "global cache",
    code: `
_cache = None
def handler(event, context):
    global _cache
    if _cache is not None:
        return _cache
    return event["path"]
`,
    fails: { "2.0": ["6 path"] },
  },
  {
    name: "mapping default missing",
    code: `
def handler(event, context):
    http = event.get("requestContext", {}).get("http", {})
    method = http.get("method") or event.get("httpMethod")
    path = http.get("path", event.get("path"))
    return http["method"] if http else event["httpMethod"]
`,
    fails: {},
  },
  {
    name: "len",
    code: `
def handler(event, context):
    if event["version"] == "1.0":
        return event["path"]
    elif event["version"] == "2.0":
        return event["rawPath"]
    else:
        raise ValueError
`,
    fails: { REST: ["2 version", "4 version"] },
  },
  {
    name: "str version",
    code: `
def handler(event, context):
    if str(event.get("version", "")).startswith("2"):
        return event["rawPath"]
    return event["path"]
`,
    fails: {},
  },
  {
    name: "dict.get call",
    code: `
PATHS = {"1.0": "path", "2.0": "rawPath"}
def handler(event, context):
    return event[PATHS[event["version"]]]
`,
    fails: { REST: ["3 version"] },
  },
  {
    name: "event renamed",
    code: `
def handler(e, _):
    return e["path"]
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "helper called twice, one guarded",
    code: `
def get(event):
    return event["path"]
def handler(event, context):
    if "path" in event:
        get(event)
    return get(event)
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "def in loop",
    code: `
def handler(event, context):
    for r in [1]:
        def f():
            return event["path"]
        f()
`,
    fails: { "2.0": ["4 path"] },
  },
  {
    name: "inner unused",
    code: `
def handler(event, context):
    def f():
        return event["path"]
    return 1
`,
    fails: {},
  },
  {
    name: "nested attr",
    code: `
class Ctx:
    pass
def handler(event, context):
    c = Ctx()
    c.event = event
    return c.event["path"]
`,
    fails: { "2.0": ["6 path"] },
  },
  {
    name: "try else",
    code: `
def handler(event, context):
    try:
        x = 1
    except KeyError:
        pass
    else:
        return event["path"]
`,
    fails: { "2.0": ["7 path"] },
  },
  {
    name: "finally",
    code: `
def handler(event, context):
    try:
        x = 1
    finally:
        y = event["path"]
`,
    fails: { "2.0": ["5 path"] },
  },
  {
    name: "return in finally",
    code: `
def path(event):
    value = "/"
    try:
        value = event["path"]
    finally:
        return value
def handler(event, context):
    try:
        print(path(event), event["resource"])
    finally:
        return {"statusCode": 500}
`,
    fails: { "2.0": ["9 resource"] },
  },
  {
    name: "reraise custom",
    code: `
def handler(event, context):
    try:
        return event["path"]
    except KeyError as e:
        raise BadRequest(str(e)) from e
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "tabs crlf",
    code: `
def handler(event, context):
	return event["path"]
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "partial",
    code: `
def f(a, event): return event["path"]
handler = functools.partial(f, 1)
`,
    fails: {},
  },
  {
    name: "syntax error",
    code: `
def handler(event, context):
    return event["path"
`,
    fails: {},
  },
  {
    name: "py2",
    code: `
def handler(event, context):
    print event["path"]
    exec "x"
`,
    fails: {},
  },
  {
    name: "triple quotes",
    code: `
def handler(event, context):
    return event["""path"""]
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "concat key",
    code: `
def handler(event, context):
    return event["pa" "th"]
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "const key",
    code: `
KEY = "path"
def handler(event, context):
    return event[KEY]
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "get item",
    code: `
def handler(event, context):
    return operator.itemgetter("path")(event)
`,
    fails: {},
  },
  {
    name: "star import",
    code: `
from h import *
def handler(event, context):
    return go(event)
`,
    files: {
      "h.py": `
def go(event): return event["path"]
`,
    },
    fails: { "2.0": ["h.py:1 path"] },
  },
  {
    name: "recursion",
    code: `
def f(e, n):
    if n: return f(e, n - 1)
    return e["path"]
def handler(event, context):
    return f(event, 3)
`,
    leaves: "a function that calls itself",
    fails: {},
  },
  {
    name: "cast to a type",
    code: `
def handler(event, context):
    typed = cast(Event, event)
    return typed["path"], typing.cast("dict[str, str]", event)["httpMethod"]
`,
    fails: { "2.0": ["3 path", "3 httpMethod"] },
  },
  {
    name: "typed dict cast",
    code: `
def handler(event, context):
    req = Request(**event)
    return req["path"]
`,
    fails: {},
  },
  {
    name: "starred dict",
    code: `
def handler(event, context):
    return {**event}["path"]
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "order of versions",
    code: `
def handler(event, context):
    if event["version"] >= "2.0":
        return event["rawPath"]
    if "1.0" < event["version"]:
        return event["rawPath"]
    return event["path"] if event["version"] <= "1.0" else event["rawPath"]
`,
    fails: { REST: ["2 version"] },
  },
  {
    name: "chain of comparisons",
    code: `
def handler(event, context):
    if "1" < event["version"] < "2":
        return event["path"]
    return event["rawPath"]
`,
    fails: { REST: ["2 version"] },
  },
  {
    name: "case of a method compared",
    code: `
def handler(event, context):
    method = event.get("httpMethod", "").strip().upper()
    if method.lower().endswith("options"):
        return 1
    if method == "":
        return event["path"]
`,
    fails: { "2.0": ["6 path"] },
  },
  {
    name: "match on several values without parentheses",
    code: `
def handler(event, context):
    match event["httpMethod"], event["path"]:
        case "GET", "/items":
            return {}
        case []:
            return event["resource"]
`,
    leaves: "patterns that are no literals",
    fails: { "2.0": ["2 httpMethod", "2 path"] },
  },
  {
    name: "or pattern",
    code: `
def handler(event, context):
    match event:
        case {"httpMethod": "GET" | "HEAD"} | {"resource": _}:
            return event["path"]
        case {"version": "2.0", **rest}:
            return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "as pattern",
    code: `
def handler(event, context):
    match event:
        case {"requestContext": {"stage": str() as stage}} if stage:
            return event["path"]
        case _ as other:
            return other.get("path")
`,
    leaves: "patterns that are no literals",
    fails: {},
  },
  {
    name: "match on method and path",
    code: `
def handler(event, context):
    match (event.get("httpMethod", "GET"), event.get("path", "/")):
        case "GET", path:
            return event["resource"]
`,
    leaves: "patterns that are no literals",
    fails: {},
  },
  {
    name: "match on a class of the event",
    code: `
def handler(event, context):
    match Event(event):
        case V1(path=p):
            return event["path"]
        case _:
            return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "module of a package",
    code: `
import lib
import lib.paths as paths
def handler(event, context):
    lib.paths.of(event)
    return paths.of(event)
`,
    files: {
      "lib/__init__.py": `
NAME = "lib"
`,
      "lib/paths.py": `
def of(event): return event["path"]
`,
    },
    fails: { "2.0": ["lib/paths.py:1 path"] },
  },
  {
    name: "relative imports",
    code: `
from api import route
def handler(event, context):
    return route(event)
`,
    files: {
      "api/__init__.py": `
from .routes import route
`,
      "api/routes.py": `
from . import paths
def route(event):
    return paths.of(event)
`,
      "api/paths.py": `
def of(event): return event["path"]
`,
    },
    fails: { "2.0": ["api/paths.py:1 path"] },
  },
  {
    name: "classmethod and call",
    code: `
class Request:
    def __init__(self, event): self.event = event
    @classmethod
    def of(cls, event): event["httpMethod"]; return cls(event)
    @functools.cached_property
    def path(self):
        return self.event["path"]
class App:
    def __call__(self, event):
        return Request.of(event).path
app = App()
def handler(event, context):
    return app(event)
`,
    fails: { "2.0": ["4 httpMethod", "7 path"] },
  },
  {
    name: "method with an unknown decorator",
    code: `
class App:
    @validated
    def go(self, event):
        return event["path"]
def handler(event, context):
    return App().go(event)
`,
    fails: {},
  },
  {
    name: "function by a condition",
    code: `
def a(event): return event["path"]
def b(event): return 1
def handler(event, context):
    f = a if context.x else b
    return f(event)
`,
    fails: { "2.0": ["1 path"] },
  },
  {
    name: "alias by a condition",
    code: `
def handler(event, context):
    e = event if context.x else {}
    return e["path"]
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "value by a condition on the format",
    code: `
def handler(event, context):
    path = event["rawPath"] if is_v2(event) else event["path"]
    if path == "/":
        return event["httpMethod"]
`,
    fails: {},
  },
  {
    name: "list of keys",
    code: `
def handler(event, context):
    keys = [key for key in event if key in ("path", "rawPath")]
    if "path" in keys:
        return event["path"]
    return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "generator argument",
    code: `
def handler(event, context):
    return any(event["path"].startswith(p) for p in ("/a", "/b"))
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "condition in a comprehension",
    code: `
def handler(event, context):
    return [event[k] for k in ["path"] if k in event] or [event["path"] for _ in [1] if "path" in event]
`,
    fails: {},
  },
  {
    name: "lambda that sorts",
    code: `
def handler(event, context):
    return sorted(ROUTES, key=len) + list(map(lambda route: event["path"], ROUTES))
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "lambda given away",
    code: `
def handler(event, context):
    return safely(lambda: event["path"])
`,
    fails: {},
  },
  {
    name: "keyword arguments spread",
    code: `
def go(event): return event["path"]
def handler(event, context):
    args = {"event": event}
    return go(**args)
`,
    fails: { "2.0": ["1 path"] },
  },
  {
    name: "arguments of any number",
    code: `
def go(*events, **named):
    events[0]["path"]
    named["e"]["httpMethod"]
def handler(event, context):
    return go(event, e=event)
`,
    fails: { "2.0": ["2 path", "3 httpMethod"] },
  },
  {
    name: "unknown arguments spread",
    code: `
def go(event): return event["path"]
def handler(event, context):
    return go(*unpack(event))
`,
    fails: {},
  },
  {
    name: "keyword only",
    code: `
def go(*, event=None, path=None): return event["path"]
def handler(event, context):
    return go(event=event)
`,
    fails: { "2.0": ["1 path"] },
  },
  {
    name: "default of a parameter",
    code: `
def handler(event, context=None, key="path"):
    return event[key]
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "bool of a test",
    code: `
def handler(event, context):
    v1 = bool("path" in event)
    return event["path"] if v1 else event["rawPath"]
`,
    fails: {},
  },
  {
    name: "while on the format",
    code: `
def handler(event, context):
    while "path" in event:
        return event["path"]
    while check(event):
        break
    return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "loop left on the format",
    code: `
def handler(event, context):
    for reader in READERS:
        if reader.fits(event):
            break
    return event["path"]
`,
    fails: { "2.0": ["5 path"] },
  },
  {
    name: "loop with else",
    code: `
def handler(event, context):
    for x in range(2):
        pass
    else:
        return event["path"]
`,
    fails: { "2.0": ["5 path"] },
  },
  {
    name: "update of a name",
    code: `
def handler(event, context):
    path = ""
    path += event.get("rawPath", "")
    if path:
        return event["httpMethod"]
`,
    fails: { "2.0": ["5 httpMethod"] },
  },
  {
    name: "merge into the event",
    code: `
def handler(event, context):
    event |= defaults(event)
    return event["path"]
`,
    fails: {},
  },
  {
    name: "unknown key assigned",
    code: `
def handler(event, context):
    for key, value in normal(event):
        event[key] = value
    return event["path"]
`,
    fails: {},
  },
  {
    name: "several targets",
    code: `
def handler(event, context):
    a = b = event
    (c, d), [e] = (b, 1), [2]
    return c["path"]
`,
    fails: { "2.0": ["4 path"] },
  },
  {
    name: "unpacked with a star",
    code: `
def handler(event, context):
    first, *rest = [event, 1, 2]
    return first["path"]
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "annotated",
    code: `
def handler(event: dict, context) -> dict:
    e: dict = event
    x: int
    return e["path"]
`,
    fails: { "2.0": ["4 path"] },
  },
  {
    name: "raised for other formats",
    code: `
def check(event):
    if not supported(event):
        raise ValueError
def handler(event, context):
    check(event)
    return event["path"]
`,
    fails: { "2.0": ["6 path"] },
  },
  {
    name: "raised for bad requests",
    code: `
def check(event):
    if not event.get("body"):
        raise ValueError
def handler(event, context):
    check(event)
    return event["path"]
`,
    fails: { "2.0": ["6 path"] },
  },
  {
    name: "left for other formats",
    code: `
def one(event):
    if "path" not in event:
        abort(400)
    return event["path"]
def two(event):
    if event.get("version") != "2.0":
        sys.exit("only 2.0")
    return event["rawPath"]
def handler(event, context):
    if DEBUG:
        os._exit(1)
    print(event["resource"])
    first = one(event)
    return first, two(event)
`,
    fails: { "2.0": ["12 resource"] },
  },
  {
    name: "assertion on the format",
    code: `
def handler(event, context):
    assert supported(event), "format"
    return event["path"]
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "broad handler that uses the event",
    code: `
def handler(event, context):
    try:
        return event["path"]
    except Exception:
        return other_format(event)
`,
    fails: {},
  },
  {
    name: "broad handler that logs the event",
    code: `
def handler(event, context):
    try:
        return event["path"]
    except Exception:
        logger.exception("failed", extra={"event": event})
        return {"statusCode": 500}
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "broad handler of a helper that responds",
    code: `
def route(event):
    try:
        return event["path"]
    except Exception:
        return {"statusCode": 500}
def handler(event, context):
    response = route(event)
    return response
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "suppress everything else",
    code: `
def handler(event, context):
    with suppress(ValueError), open("x") as f:
        return event["path"]
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "two contexts, one suppresses",
    code: `
def handler(event, context):
    with tracer.segment("x") as s, suppress(LookupError):
        return event["path"]
`,
    fails: {},
  },
  {
    name: "nested key kept in names",
    code: `
def handler(event, context):
    rc = event.get("requestContext") or {}
    http = rc["http"]
    return http["method"]
`,
    fails: { REST: ["3 requestContext.http"], "1.0": ["3 requestContext.http"] },
  },
  {
    name: "missing part by or",
    code: `
def handler(event, context):
    http = event["requestContext"].get("http") or {}
    return http["method"]
`,
    fails: { REST: ["3 requestContext.http"], "1.0": ["3 requestContext.http"] },
  },
  {
    name: "missing part tested",
    code: `
def handler(event, context):
    http = event["requestContext"].get("http") or {}
    return http["method"] if http else None
`,
    fails: {},
  },
  {
    name: "slice and several keys",
    code: `
def handler(event, context):
    return event["headers"]["path":], table["a", "path"]
`,
    fails: {},
  },
  {
    name: "key in a condition twice",
    code: `
def handler(event, context):
    if event["path"] == "/a": pass
    elif event["path"] == "/b": pass
`,
    fails: { "2.0": ["2 path", "3 path"] },
  },
  {
    name: "async handler parts",
    code: `
async def read(event):
    async with lock:
        async for x in items():
            await x
    return event["path"]
def handler(event, context):
    return loop.run_until_complete(read(event))
`,
    fails: { "2.0": ["5 path"] },
  },
  {
    name: "yield",
    code: `
def parts(event):
    yield event["path"]
    x = yield
def handler(event, context):
    return list(parts(event))
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "class made from a package's",
    code: `
class Event(APIGatewayProxyEvent):
    pass
def handler(event, context):
    return Event(event)["path"]
`,
    fails: {},
  },
  {
    name: "dataclass",
    code: `
@dataclass
class Request:
    event: dict
def handler(event, context):
    return Request(event).event["path"]
`,
    fails: { "2.0": ["5 path"] },
  },
  {
    name: "name that refers to itself",
    code: `
value = value
def handler(event, context):
    return event["path"], value
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "handler that is no function",
    code: `
handler = {"a": 1}
`,
    fails: {},
  },
  {
    name: "no handler",
    code: `
def main(event, context):
    return event["path"]
`,
    fails: {},
  },
  {
    name: "handler without parameters",
    code: `
def handler():
    return event["path"]
`,
    fails: {},
  },
  {
    name: "name bound by nonlocal",
    code: `
def handler(event, context):
    seen = 0
    def count():
        nonlocal seen
        seen = seen + 1
        return event["path"]
    count()
    if seen:
        return 1
`,
    fails: { "2.0": ["6 path"] },
  },
  {
    name: "isinstance of something else",
    code: `
def handler(event, context):
    if isinstance(event, V2):
        return event["rawPath"]
    return event["path"]
`,
    fails: {},
  },
  {
    name: "negative test of identity",
    code: `
def handler(event, context):
    path = event.get("path")
    if path is not None:
        return event["httpMethod"]
    return event["rawPath"] if path is None else 1
`,
    fails: {},
  },
  {
    name: "membership of constants",
    code: `
def handler(event, context):
    method = event["requestContext"]["http"]["method"] if "rawPath" in event else "GET"
    if method not in ("GET", "POST"): return 405
    return event["path"]
`,
    fails: { "2.0": ["4 path"] },
  },
  {
    name: "version among some",
    code: `
def handler(event, context):
    if event.get("version") in ("2.0", "2"):
        return event["rawPath"]
    return event["path"]
`,
    fails: {},
  },
  {
    name: "f-string key",
    code: `
def handler(event, context):
    return event[f"{context.x}path"]
`,
    fails: {},
  },
  {
    name: "statement group",
    code: `
def handler(event, context):
    x = 1; return event["path"]
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "kind of event as an enum",
    code: `
class Kind(Enum):
    REST = 1
    HTTP = 2
def kind_of(event):
    if "http" in event.get("requestContext", {}):
        return Kind.HTTP
    return Kind.REST
def handler(event, context):
    kind = kind_of(event)
    if kind == Kind.REST:
        return event["path"]
    if kind == Kind.HTTP:
        return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "kind of event in a name",
    code: `
def handler(event, context):
    kind = Kind.REST
    if "rawPath" in event:
        kind = Kind.HTTP
    if kind == Kind.REST:
        return event["path"]
    return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "kind of event in an attribute",
    code: `
class Request:
    def __init__(self, event):
        self.event = event
        if is_http(event):
            self.kind = Kind.HTTP
        else:
            self.kind = Kind.REST
    def path(self):
        if self.kind is Kind.REST:
            return self.event["path"]
        return self.event["rawPath"]
def is_http(event):
    if event.get("version") == "2.0":
        return True
    return False
def handler(event, context):
    return Request(event).path()
`,
    fails: {},
  },
  {
    name: "kind of event by a try",
    code: `
def handler(event, context):
    try:
        event["httpMethod"]
        kind = Kind.REST
    except KeyError:
        kind = Kind.HTTP
    if kind == Kind.REST:
        return event["path"]
    return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "kind of event by a condition",
    code: `
def handler(event, context):
    kind = Kind.HTTP if "rawPath" in event else Kind.REST
    other = "rawPath" in event and Kind.HTTP
    if kind == Kind.REST:
        return event["path"]
    if other == Kind.HTTP:
        return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "kind of event by a table",
    code: `
KINDS = {"1.0": Kind.REST, "2.0": Kind.HTTP}
def handler(event, context):
    kind = KINDS[event["version"]]
    if kind == Kind.REST:
        return event["path"]
    return event["rawPath"]
`,
    fails: { REST: ["3 version"] },
  },
  {
    name: "kind of event by a pattern",
    code: `
def handler(event, context):
    match event:
        case {"rawPath": _}:
            kind = Kind.HTTP
        case _:
            kind = Kind.REST
    if kind == Kind.REST:
        return event["path"]
    return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "flag of the event set in a branch",
    code: `
def handler(event, context):
    v2 = False
    if "rawPath" in event:
        v2 = True
    if v2:
        kind = Kind.HTTP
    else:
        kind = Kind.REST
    if kind == Kind.REST:
        return event["path"]
    return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "answer to OPTIONS before",
    code: `
def handler(event, context):
    if event.get("httpMethod") == "OPTIONS":
        return {"statusCode": 204}
    body = json.loads(event.get("body") or "{}")
    if not body:
        return {"statusCode": 400}
    if body["x"] == 1:
        return event["path"]
`,
    fails: { "2.0": ["2 httpMethod", "8 path"] },
  },
  {
    name: "table of handlers that share methods",
    code: `
class S3:
    @classmethod
    def fits(cls, event): return "Records" in event
    @classmethod
    def args(cls, event): return event["Records"]
class Http:
    @classmethod
    def fits(cls, event): return "rawPath" in event
    @classmethod
    def args(cls, event): return event["rawPath"]
class Rest:
    @classmethod
    def fits(cls, event): return "resource" in event
    @classmethod
    def args(cls, event): return event["path"]
def handler(event, context):
    for one in [S3, Http, Rest]:
        if one.fits(event):
            return one.args(event)
`,
    fails: {},
  },
  {
    name: "response built in a helper",
    code: `
def handler(event, context):
    try:
        print(json.dumps(event))
        method = event['httpMethod']
        path = event['path']
        if method == 'GET' and path == '/x':
            return response(200, {})
    except Exception as e:
        logger.error(f"Error: {str(e)}", exc_info=True)
        return create_error_response(500, f"Internal server error: {str(e)}")
`,
    fails: { "2.0": ["4 httpMethod", "5 path"] },
  },
  {
    name: "event read in several ways",
    code: `
def parse(event):
    if "requestContext" in event and "http" in event["requestContext"]:
        method = event["requestContext"]["http"]["method"]
        path = event["requestContext"]["http"]["path"]
    elif "httpMethod" in event and "path" in event:
        method = event["httpMethod"]
        path = event["path"]
    else:
        pass
    return method, path
def handler(event, context):
    method, path = parse(event)
    if method not in ("GET",): return 405
`,
    fails: {},
  },
  {
    name: "exceptions under a name",
    code: `
EXPECTED = (KeyError, ValueError)
def handler(event, context):
    try:
        path = event["path"]
    except EXPECTED:
        path = event.get("rawPath")
    try:
        method = event["httpMethod"]
    except builtins.KeyError:
        method = None
    return path, method
`,
    fails: {},
  },
  {
    name: "exception of a package",
    code: `
from botocore.exceptions import ClientError
def handler(event, context):
    try:
        return event["path"]
    except ClientError:
        return {"statusCode": 502}
`,
    fails: { "2.0": ["4 path"] },
  },
  {
    name: "name that a walrus gives",
    code: `
def handler(event, context):
    print(m := event.get("httpMethod"))
    if m:
        return event["path"]
    return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "or pattern that cannot match",
    code: `
def handler(event, context):
    match event:
        case {"httpMethod": _} | {"Records": _}:
            return 1
    return event["path"]
`,
    leaves: "patterns that are no literals",
    fails: {},
  },
  {
    name: "helper called many times",
    code: `
def get(e, key): return e[key]
def handler(event, context):
    get(event, "body")
    get(event, "headers")
    return get(event, "path")
`,
    fails: { "2.0": ["1 path"] },
  },
  {
    name: "text method with an unknown argument",
    code: `
def handler(event, context):
    if event["version"].startswith(context.prefix):
        return event["rawPath"]
    return event["path"]
`,
    fails: { REST: ["2 version"] },
  },
  {
    name: "what a pattern captures",
    code: `
def handler(event, context):
    match event:
        case {"requestContext": ctx}:
            return ctx["http"]
`,
    leaves: "patterns that are no literals",
    fails: {},
  },
  {
    name: "what a pattern captures that does not match",
    code: `
def handler(event, context):
    match event:
        case {"rawPath": event}:
            return 1
    return event["rawPath"]
`,
    leaves: "patterns that are no literals",
    fails: {},
  },
  {
    name: "what a pattern captures as a whole",
    code: `
def handler(event, context):
    match event:
        case {"version": _} as e:
            return e["path"]
`,
    leaves: "patterns that are no literals",
    fails: {},
  },
  {
    name: "pattern for what may be missing",
    code: `
def handler(event, context):
    match event:
        case {"cookies": _}:
            return event["path"]
    return event["rawPath"]
`,
    leaves: "patterns that are no literals",
    fails: {},
  },
  {
    name: "pattern of several",
    code: `
def handler(event, context):
    match [event["version"], 1]:
        case ("2.0", n) | ["2.1", *n]:
            return event["path"]
`,
    leaves: "patterns that are no literals",
    fails: { REST: ["2 version"] },
  },
  {
    name: "versions in order",
    code: `
def handler(event, context):
    v = event["version"]
    if v >= "2.0": event["path"]
    if v > "1.5": event["httpMethod"]
    if v < "1.5": event["rawPath"]
    if v <= "1.0": event["cookies"]
    if v != "1.0": event["resource"]
`,
    leaves: "an order of versions",
    fails: { REST: ["2 version"], "2.0": ["7 resource"] },
  },
  {
    name: "kind of event among others",
    code: `
def parse(event):
    if "rawPath" in event:
        return Kind.HTTP, {"x": Kind.HTTP}
    return Kind.REST, {"x": Kind.REST}
def handler(event, context):
    kind, more = parse(event)
    if kind == Kind.REST:
        return event["path"]
    if more["x"] == Kind.HTTP:
        return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "event inside of what is asked about",
    code: `
class Holder:
    def __init__(self, event): self.event = event
def handler(event, context):
    if is_v2({"event": event}) and is_v2([event]) and is_v2(Holder(event)):
        return event["rawPath"]
    if is_v1(Holder(event)):
        return event["path"]
    return event["path"] if is_v1(e=event) else 1
`,
    fails: {},
  },
  {
    name: "test for what may be missing",
    code: `
def handler(event, context):
    if "cookies" not in event:
        return event["path"]
    return event["rawPath"]
`,
    fails: {},
  },
  {
    name: "names that a try may have left",
    code: `
def handler(event, context):
    path = event.get("rawPath", "")
    try:
        path = None
        risky()
    except ValueError:
        if path: event["path"]
`,
    leaves: "a clause of an exception",
    fails: {},
  },
  {
    name: "test of the keys",
    code: `
def handler(event, context):
    if "path" in event.keys():
        return 1
    event.copy()["path"]
    return dict(event)["httpMethod"]
`,
    fails: { "2.0": ["4 path", "5 httpMethod"] },
  },
  {
    name: "object of the module that holds the event",
    code: `
class State:
    pass
state = State()
def go():
    return state.event["path"]
def handler(event, context):
    state.event = event
    return go()
`,
    fails: { "2.0": ["5 path"] },
  },
  {
    name: "test in one of two branches",
    code: `
def handler(event, context):
    v2 = None
    if context.x:
        v2 = is_v2(event)
    if v2:
        return event["rawPath"]
    return event["path"]
`,
    fails: {},
  },
  {
    name: "test of what may be empty",
    code: `
def handler(event, context):
    if not event.get("body"):
        return event["path"]
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "the event either way",
    code: `
def handler(event, context):
    e = event if context.x else event
    return e["path"]
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "constants by a condition",
    code: `
def handler(event, context):
    if context.x:
        n = 1
    else:
        n = 2
    if n == 1: event["path"]
`,
    fails: { "2.0": ["6 path"] },
  },
  {
    name: "other targets",
    code: `
def handler(event, context):
    [m, e] = [1, event]
    (f) = event
    return e["path"], f["httpMethod"]
`,
    fails: { "2.0": ["4 path", "4 httpMethod"] },
  },
  {
    name: "condition in a comprehension that decides",
    code: `
def handler(event, context):
    a = [event["path"] for _ in context.x if "path" in event]
    return [event["path"] for _ in context.x if "rawPath" in event]
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "key that is not known",
    code: `
def handler(event, context):
    if event[context.key]:
        return event["rawPath"]
    return event["path"]
`,
    fails: {},
  },
  {
    name: "handler of missing keys of something else",
    code: `
def handler(event, context):
    try:
        return json.loads(event["body"])["x"]
    except KeyError:
        return event["path"]
`,
    leaves: "a clause of an exception",
    fails: {},
  },
  {
    name: "imports under other names",
    code: `
from h import go as run, other
import h as same, json
def handler(event, context):
    other()
    return run(event)
`,
    files: {
      "h.py": `
def go(event): return event["path"]
def other(): pass
`,
    },
    fails: { "2.0": ["h.py:1 path"] },
  },
  {
    name: "function of a branch of the module",
    code: `
try:
    import x
except ImportError:
    pass
if True:
    def go(event): return event["path"]
def handler(event, context):
    return go(event)
`,
    fails: { "2.0": ["6 path"] },
  },
  {
    name: "attribute of an event class",
    code: `
class Event(APIGatewayProxyEventV2):
    pass
def handler(event, context):
    if Event(event).version == "2.0":
        return event["rawPath"]
    return event["path"]
`,
    fails: {},
  },
  {
    name: "loop that is left",
    code: `
def handler(event, context):
    while True:
        break
    return event["path"]
`,
    fails: { "2.0": ["4 path"] },
  },
  {
    name: "negated test",
    code: `
def handler(event, context):
    if not ("path" in event):
        event["path"]
    if not "rawPath" in event:
        event["rawPath"]
`,
    fails: { REST: ["5 rawPath"], "1.0": ["5 rawPath"], "2.0": ["3 path"] },
  },
  {
    name: "awaited event",
    code: `
async def same(e): return e
async def main(event):
    return (await same(event))["path"]
def handler(event, context):
    return asyncio.run(main(event))
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "table asked with get",
    code: `
def read(event): return event["path"]
ROUTES = {"GET": read}
def handler(event, context):
    route = ROUTES.get(context.x, ROUTES.get("GET"))
    return ROUTES.get("GET")(event)
`,
    fails: { "2.0": ["1 path"] },
  },
  {
    name: "version among some that decides",
    code: `
def handler(event, context):
    if event["version"] in ("2.0", "2.1"):
        return event["path"]
`,
    fails: { REST: ["2 version"], "2.0": ["3 path"] },
  },
  {
    name: "unknown test in a comprehension",
    code: `
def handler(event, context):
    return [event["path"] for x in context.y if is_v1(event)]
`,
    fails: {},
  },
  {
    name: "read in the head of a with",
    code: `
def handler(event, context):
    with open(event["path"]) as f:
        return f.read()
`,
    fails: { "2.0": ["2 path"] },
  },
  {
    name: "absolute import in a package",
    code: `
from app.main import run
def handler(event, context):
    return run(event)
`,
    files: {
      "app/main.py": `
import app.routes
from app.routes import go
def run(event): return go(event)
`,
      "app/routes.py": `
def go(event): return event["path"]
`,
    },
    fails: { "2.0": ["app/routes.py:1 path"] },
  },
  {
    name: "context manager of the program that suppresses missing keys",
    code: `
@contextlib.contextmanager
def tolerant():
    try:
        yield
    except KeyError:
        pass
@contextlib.contextmanager
def ignoring(*errors):
    try:
        yield
    except errors:
        print("failed")
class Ignore:
    def __enter__(self): return self
    def __exit__(self, kind, *rest): return kind is KeyError
def handler(event, context):
    with tolerant():
        a = event["path"]
    with ignoring(KeyError):
        b = event["httpMethod"]
    with Ignore():
        c = event["resource"]
    with bearing(LookupError) as log:
        d = event["multiValueHeaders"]
`,
    fails: {},
  },
  {
    name: "context manager of the program that suppresses nothing",
    code: `
@contextlib.contextmanager
def timed():
    try:
        yield
    finally:
        print("done")
@contextlib.contextmanager
def translated():
    try:
        yield
    except Exception as error:
        raise RuntimeError from error
@contextlib.contextmanager
def connected():
    try:
        yield
    except ConnectionError:
        pass
class Timer:
    def __enter__(self): return self
    def __exit__(self, *rest): print("done")
class Plain:
    def __exit__(self, *rest): return False
def handler(event, context):
    with timed(), translated(), connected(), lock:
        a = event["path"]
    with Timer(), Plain():
        b = event["httpMethod"]
`,
    leaves: "a context manager of the program that is a class",
    fails: { "2.0": ["26 path"] },
  },
  {
    name: "exceptions that are kept elsewhere",
    files: { "errors.py": "MISSING = (KeyError, TypeError)\nBROKEN = (ValueError, OSError)\n" },
    code: `
from errors import BROKEN, MISSING
from acme.errors import RETRYABLE, lost
from acme import Lost
def one(event):
    try: return event["path"]
    except MISSING: return event["rawPath"]
def two(event):
    try: return event["path"]
    except RETRYABLE: return event["rawPath"]
def three(event, caught):
    try: return event["path"]
    except (ValueError, caught): return event["rawPath"]
def four(event):
    try: return event["path"]
    except tuple(config["errors"]): return event["rawPath"]
def five(event):
    try: return event["path"]
    except (BROKEN, Lost, lost, client.exceptions.NotFound, socket.timeout): return ""
def handler(event, context):
    return one(event), two(event), three(event, KeyError), four(event), five(event)
`,
    fails: { "2.0": ["17 path"] },
  },
  {
    name: "format that a setting tells",
    code: `
HTTP = os.environ["API"] == "http"
def one(event):
    return event["rawPath"] if HTTP else event["path"]
def two(event):
    if HTTP:
        return event.get("requestContext", {}).get("http", {}).get("method")
    else:
        return event["httpMethod"]
def three(event):
    if HTTP:
        print("http")
        return event["rawPath"]
    path = event["path"]
    return path
def four(event):
    match os.environ.get("FORMAT"):
        case "1.0": return event["path"]
        case _: return event["rawPath"]
def handler(event, context):
    return one(event), two(event), three(event), four(event)
`,
    fails: {},
  },
  {
    name: "setting that does not tell the format",
    code: `
def one(event):
    if DEBUG:
        print(event["httpMethod"])
    return event["path"]
def two(event):
    if not TABLE:
        return {"statusCode": 500, "id": event["requestContext"]["requestId"]}
    return event["path"]
def three(event):
    if DEBUG:
        print(event["rawPath"])
    return event["path"]
def four(event):
    return event["path"] if DEBUG else event["rawPath"] + event["path"]
def handler(event, context):
    return one(event), two(event), three(event), four(event)
`,
    leaves: "a setting, where the code has keys of both formats",
    fails: { "2.0": ["4 path", "8 path", "12 path"] },
  },
  {
    name: "dictionaries that are changed",
    code: `
CONFIG = {"v2": False}
def detect(event, found):
    CONFIG["v2"] = found["meta"]["v2"] = "rawPath" in event
def one(event):
    found = {"path": None}
    if "rawPath" in event:
        found["path"] = event["rawPath"]
    if found["path"] is None:
        found["path"] = event["path"]
    return found
def two(event):
    found = {}
    found.update(path=event.get("rawPath"))
    path = found.get("path")
    if path is None:
        path = event["path"]
    return path
def three(event):
    found = {}
    if "rawPath" in event:
        found |= {"path": "/"}
    if not found:
        return event["path"]
def four(event):
    within = event["requestContext"].get("http", {})
    within.setdefault("method", event.get("httpMethod"))
    return within["method"]
def handler(event, context):
    found = {"meta": {"v2": False}}
    detect(event, found)
    if not CONFIG["v2"]:
        print(event["path"])
    if not found["meta"]["v2"]:
        print(event["path"])
    return one(event), two(event), three(event), four(event)
`,
    fails: {},
  },
  {
    name: "lists that are changed",
    code: `
def one(event):
    kinds = []
    if "rawPath" in event:
        kinds.append("v2")
    if not kinds:
        return event["path"]
def two(event):
    kinds = ["v1"]
    same = kinds
    same[0] = "v2" if "rawPath" in event else "v1"
    if kinds[0] == "v1":
        return event["path"]
def three(event):
    kinds = ["v1"]
    if event.get("version") == "2.0":
        kinds.pop()
    if "v1" in kinds:
        return event["path"]
def four(event):
    kinds = ["v1"]
    acme.find(kinds, "rawPath" in event)
    return event["path"] if kinds[0] == "v1" else None
def handler(event, context):
    return one(event), two(event), three(event), four(event)
`,
    fails: {},
  },
  {
    name: "changes that have nothing to do with the format",
    code: `
def get(event):
    return event["path"]
def handler(event, context):
    table = {"GET": get}
    table["POST"] = get
    errors = []
    if not event.get("body"):
        errors.append("body")
    if errors:
        return {"statusCode": 400}
    found = {"table": None}
    found["table"] = os.environ["TABLE"]
    print(found)
    if found["table"] is None:
        return {"statusCode": 500}
    return table["GET"](event), event["resource"]
`,
    fails: { "2.0": ["2 path", "16 resource"] },
  },
  {
    name: "name of a module and attributes that are set elsewhere",
    files: { "state.py": "v2 = False\n" },
    code: `
import state
class Request:
    def __init__(self, event):
        self.version = "1.0"
        for key, value in event.items():
            setattr(self, key, value)
def path(event):
    if not state.v2:
        return event["path"]
def handler(event, context):
    state.v2 = "rawPath" in event
    if Request(event).version == "1.0":
        return event["path"]
    return path(event)
`,
    fails: {},
  },
  {
    name: "copy with more in it",
    code: `
def handler(event, context):
    changed = dict(event, path=event.get("rawPath"))
    return changed["path"], dict(event)["path"]
`,
    fails: { "2.0": ["3 path"] },
  },
  {
    name: "request context that is changed",
    code: `
def handler(event, context):
    within = event["requestContext"]
    within.update({"http": {"method": event.get("httpMethod")}})
    return within["http"]["method"]
`,
    fails: {},
  },
  {
    name: "request context that a package may change",
    code: `
def handler(event, context):
    normalise(event["requestContext"])
    return event["requestContext"]["http"]["method"]
`,
    fails: {},
  },
  {
    name: "request context that is merged into",
    code: `
def handler(event, context):
    within = event["requestContext"]
    within |= {"http": {}}
    return event["requestContext"]["http"]
`,
    fails: {},
  },
];

const FORMATS = ["REST", "1.0", "2.0"] as const;
const TEXTS = { isText: () => false, isOptional: () => false };

function readsOf(files: Readonly<Record<string, string>>, format: (typeof FORMATS)[number]): readonly string[] {
  const program = new Program((path) => files[path]?.slice(1));
  const facts = factsOfHandler(pythonOf(program), "handler.py", "handler");
  const reads = failingReads(facts, (path) => httpEventKey(format, path), TEXTS);
  const sorted = [...reads].sort((a, b) => (a.file === b.file ? a.from - b.from : a.file < b.file ? -1 : 1));
  return [
    ...new Set(
      sorted.map(({ file, line, missing }) => {
        return `${file === "handler.py" ? "" : `${file}:`}${line} ${missing.join(".")}`;
      }),
    ),
  ];
}

describe("code/http-reads", () => {
  for (const { name, code, files, fails } of rows) {
    it(name, () => {
      for (const format of FORMATS)
        assert.deepEqual(readsOf({ ...files, "handler.py": code }, format), fails[format] ?? [], format);
    });
  }
});

describe("code/http-reads on hostile code", () => {
  const HANDLER = "\ndef handler(event, context):\n";
  const deep = (before: string, within: string, after = "") => `${before.repeat(5_000)}${within}${after.repeat(5_000)}`;
  const hostile: Readonly<Record<string, string>> = {
    parentheses: `${HANDLER}    x = ${deep("(", "event['path']", ")")}\n`,
    lists: `${HANDLER}    x = ${deep("[", "", "]")}\n`,
    dictionaries: `${HANDLER}    x = ${deep("{'a': ", "1", "}")}\n`,
    calls: `${HANDLER}    x = ${deep("f(", "event", ")")}\n`,
    subscripts: `${HANDLER}    x = event${deep("['path']", "")}\n`,
    operators: `${HANDLER}    x = ${deep("event['path'] + ", "1")}\n`,
    conditions: `${HANDLER}    x = ${deep("1 if a else ", "2")}\n`,
    lambdas: `${HANDLER}    x = ${deep("lambda: ", "event['path']")}\n`,
    elif: `${HANDLER}    if a: pass\n${deep("    elif b: event['path']\n", "")}`,
    patterns: `${HANDLER}    match event:\n        case ${deep("{'a': ", "x", "}")}: event['path']\n`,
    decorators: `\n${deep("@wraps(f)\n", "")}${HANDLER}    event['path']\n`,
    brackets: `\n${deep("[", "")}`,
    "nothing at all": "",
    "null characters": `\n\0\0${HANDLER}    event['path']\0\n`,
    "code that is cut off": `${HANDLER}    event['path'`,
    "a class made from itself": `\nclass A(A): pass${HANDLER}    A().go(event)\n`,
    "a module that imports itself": `\nfrom handler import *\nimport handler as h${HANDLER}    h.handler.x(h.y)\n`,
    "imports that are cut off": `\nfrom x import\nimport\nfrom . import\nfrom .x import (a,\n${HANDLER}    a(event)\n`,
    "a function that calls itself": `${HANDLER}    handler(event, context)\n    handler(event, event)\n`,
  };
  for (const [name, code] of Object.entries(hostile)) {
    it(`does not fail on ${name}`, () => {
      readsOf({ "handler.py": code }, "2.0");
    });
  }
  it("checks long code to its end", () => {
    const code = `${HANDLER}${"    x = [event['headers'], 1]\n".repeat(2_000)}    return event['path']\n`;
    assert.deepEqual(readsOf({ "handler.py": code }, "2.0"), ["2002 path"]);
  });
  it("finds nothing where there is no such module", () => {
    assert.deepEqual(readsOf({ "main.py": `${HANDLER}    event['path']\n` }, "2.0"), []);
  });
  const times = (count: number, line: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => line(at)).join("");
  const endless: Readonly<Record<string, string>> = {
    "calls whose number doubles at each level": `\n${times(60, (at) => `def f${at}(e):\n    f${at + 1}(e)\n    f${at + 1}(e)\n`)}${HANDLER}    f0(event)\n`,
    "lists that are twice in the next": `${HANDLER}    a0 = [1]\n${times(60, (at) => `    a${at + 1} = [a${at}, a${at}]\n`)}    a60 == 1\n`,
    "dictionaries that are twice in the next": `${HANDLER}    a0 = {'a': 1}\n${times(60, (at) => `    a${at + 1} = {'a': a${at}, 'b': a${at}}\n`)}    a60 == 1\n`,
    "lists that the format chooses": `${HANDLER}    a0 = [1]\n${times(60, (at) => `    a${at + 1} = [a${at}, a${at}]\n`)}    x = a60 if 'rawPath' in event else 1\n`,
    "arguments that are spread twice": `${HANDLER}    a0 = [1, 2]\n${times(40, (at) => `    def f${at}(*a): return a\n    a${at + 1} = f${at}(*a${at}, *a${at})\n`)}`,
    "one function that is defined again and again": `\n${"def f(e): pass\n".repeat(20_000)}${HANDLER}    f(event)\n`,
    "functions of which one or the other is meant": `\ndef f(e): pass\ndef g(e): pass${HANDLER}    x = f if u() else g\n    y = g if u() else f\n${"    x = x if u() else y\n    y = y if u() else x\n".repeat(40)}    x(event)\n    return event['path']\n`,
    "loops after many names": `${HANDLER}${times(4_000, (at) => `    a${at} = 1\n    for x in y: pass\n`)}`,
  };
  for (const [name, code] of Object.entries(endless)) {
    it(`comes to an end of ${name}`, () => {
      new Budget(5_000_000).run(() => readsOf({ "handler.py": code }, "2.0"));
    });
  }
  const long: Readonly<Record<string, string>> = {
    "keys of keys": `${HANDLER}    e = event['requestContext']\n${"    e = e['x']\n".repeat(4_000)}    return event['path']\n`,
    "imports of all names, and names": `\n${times(1_000, (at) => `from m${at} import *\n`)}${HANDLER}${times(2_000, (at) => `    n${at}\n`)}    return event['path']\n`,
  };
  for (const [name, code] of Object.entries(long)) {
    it(`comes to the end of ${name}`, () => {
      const reads = new Budget(5_000_000).run(() => readsOf({ "handler.py": code }, "2.0"));
      assert.equal(reads.length, 1);
    });
  }
});
