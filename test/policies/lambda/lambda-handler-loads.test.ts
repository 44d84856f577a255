import { resourceTable } from "../../support/resource-table";
import { assetArchive, secret, stringAsset, unknown } from "../../support/wire";

const lambda = (sources: Record<string, string>, inputs: object = {}) => ({
  runtime: "python3.12",
  handler: "app.handler",
  code: assetArchive(Object.fromEntries(Object.entries(sources).map(([file, text]) => [file, stringAsset(text)]))),
  ...inputs,
});
const node = (sources: Record<string, string>, handler: string, inputs: object = {}) =>
  lambda(sources, { runtime: "nodejs22.x", handler, ...inputs });

const HANDLER = "def handler(event, context):\n    return event\n";
const MATCH = "def handler(event, context):\n    match event:\n        case _:\n            return 1\n";
const JS = "exports.handler = async () => {};\n";
const LAYER = "arn:aws:lambda:us-east-1:464622532012:layer:Datadog-Python312:100";

resourceTable({
  policy: "lambda-handler-loads",
  type: "aws:lambda/function:Function",
  passes: [
    { name: "a function in a file", inputs: lambda({ "app.py": HANDLER }) },
    {
      name: "in directories, with dots",
      inputs: lambda({ "src/api/app.py": HANDLER }, { handler: "src.api.app.handler" }),
    },
    {
      name: "in directories, with slashes",
      inputs: lambda({ "src/my-api/app.py": HANDLER }, { handler: "src/my-api/app.handler" }),
    },
    { name: "in a package", inputs: lambda({ "app/__init__.py": HANDLER, "app.py": "x = 1\n" }) },
    {
      name: "in a package whose __init__.py is empty",
      inputs: lambda({ "app/__init__.py": "", "app/main.py": HANDLER }, { handler: "app.main.handler" }),
    },
    { name: "in a compiled file", inputs: lambda({ "app.cpython-312-x86_64-linux-gnu.so": "\n" }) },
    {
      name: "in a package that is not judged",
      inputs: lambda({ "site-packages/app.py": "x = 1\n" }, { handler: "site-packages/app.handler" }),
    },
    { name: "an import of the handler", inputs: lambda({ "app.py": "from lib import handler\n", "lib.py": HANDLER }) },
    {
      name: "a value that may be called",
      inputs: lambda({ "app.py": "class App: pass\n(handler, other), third = (App(), 1), 2\n" }),
    },
    { name: "a target of with", inputs: lambda({ "app.py": "with open('x') as handler: pass\n" }) },
    {
      name: "a definition under a condition",
      inputs: lambda({
        "app.py": `import os\nif os.environ.get("A"):\n    handler = print\nelse:\n    ${HANDLER.replaceAll("\n", "\n    ")}\n`,
      }),
    },
    {
      name: "a name that a function gives a value",
      inputs: lambda({ "app.py": "def f():\n    global handler\n    handler = print\nf()\n" }),
    },
    { name: "import *, which may bring it", inputs: lambda({ "app.py": "from acme import *\n" }) },
    { name: "__getattr__, which may make it", inputs: lambda({ "app.py": "def __getattr__(name): return print\n" }) },
    { name: "globals, which may have it", inputs: lambda({ "app.py": "globals()['hand' + 'ler'] = print\n" }) },
    {
      name: "a handler that a layer may have",
      inputs: lambda({ "app.py": HANDLER }, { handler: "datadog_lambda.handler.handler", layers: [LAYER] }),
    },
    { name: "a handler that an unknown layer may have", inputs: lambda({ "a.py": HANDLER }, { layers: [unknown] }) },
    { name: "unknown layers", inputs: lambda({ "a.py": HANDLER }, { layers: unknown }) },
    {
      name: "on PYTHONPATH",
      inputs: lambda({ "src/app.py": HANDLER }, { environment: { variables: { PYTHONPATH: "/var/task/src" } } }),
    },
    {
      name: "where a wrapper starts it",
      inputs: lambda({ "a.py": HANDLER }, { environment: { variables: { AWS_LAMBDA_EXEC_WRAPPER: "/var/task/run" } } }),
    },
    {
      name: "with an unknown environment",
      inputs: lambda({ "a.py": HANDLER }, { environment: { variables: unknown } }),
    },
    {
      name: "on a file system",
      inputs: lambda({ "a.py": HANDLER }, { fileSystemConfig: { arn: unknown, localMountPath: "/mnt/code" } }),
    },
    {
      name: "an async generator",
      inputs: lambda({ "app.py": "async def handler(event, context):\n    yield event\n" }),
    },
    {
      name: "an async function with a decorator",
      inputs: lambda({ "app.py": `from acme import sync\n@sync\nasync ${HANDLER}` }),
    },
    {
      name: "an async function that is replaced",
      inputs: lambda({ "app.py": `from acme import sync\nasync ${HANDLER}handler = sync(handler)\n` }),
    },
    { name: "syntax of the function's own version", inputs: lambda({ "app.py": MATCH }, { runtime: "python3.10" }) },
    { name: "a version to come", inputs: lambda({ "app.py": MATCH }, { runtime: "python3.27" }) },
    {
      name: "a syntax error in a file that is not loaded",
      inputs: lambda({ "app.py": HANDLER, "tools/new.py": "def (" }),
    },
    {
      name: "a syntax error that is borne",
      inputs: lambda({
        "app.py": `try:\n    import fast\nexcept SyntaxError:\n    fast = None\n${HANDLER}`,
        "fast.py": "def (",
      }),
    },
    {
      name: "a file for other versions",
      inputs: lambda({
        "app.py": `import sys\nif sys.version_info >= (3, 14):\n    import new\n${HANDLER}`,
        "new.py": "x = t'{1}'\n",
      }),
    },
    {
      name: "a file for type checkers",
      inputs: lambda({
        "app.py": `import typing\nif typing.TYPE_CHECKING:\n    import types_only\n${HANDLER}`,
        "types_only.py": "def (",
      }),
    },
    {
      name: "a name in an annotation that is text",
      inputs: lambda({ "app.py": `def f(x: "Later") -> None: ...\n${HANDLER}` }),
    },
    {
      name: "a name in an annotation of a local variable",
      inputs: lambda({ "app.py": `def f():\n    x: Never = 1\n    return x\n${HANDLER}` }),
    },
    {
      name: "names in annotations that are all text",
      inputs: lambda({ "app.py": `from __future__ import annotations\ndef f(x: Later): ...\n${HANDLER}` }),
    },
    {
      name: "names in annotations that are not evaluated",
      inputs: lambda({ "app.py": `def f(x: Later): ...\n${HANDLER}` }, { runtime: "python3.14" }),
    },
    {
      name: "a name that comes about in a loop",
      inputs: lambda({
        "app.py":
          "def handler(event, context):\n    for x in event:\n        if x:\n            print(last)\n        last = x\n",
      }),
    },
    {
      name: "a name that is deleted in a loop",
      inputs: lambda({
        "app.py": "def handler(event, context):\n    x = 1\n    for _ in event:\n        del x\n    return x\n",
      }),
    },
    {
      name: "a name of Python 2 on a condition",
      inputs: lambda({ "app.py": `import sys\ntext = str if sys.version_info[0] > 2 else unicode\n${HANDLER}` }),
    },
    {
      name: "a name of Python 2 in a method of Python 2",
      inputs: lambda({
        "app.py": `class Name:\n    def __unicode__(self):\n        return unicode(self.text)\n${HANDLER}`,
      }),
    },
    {
      name: "names of other versions of Python",
      inputs: lambda({
        "app.py": `import sys\nif sys.version_info < (3, 0):\n    reload(sys)\nelif sys.version_info >= (3, 15):\n    kinds = dict, frozendict\n${HANDLER}`,
      }),
    },
    {
      name: "the directories of a package",
      inputs: lambda({ "app/__init__.py": `import pkgutil\nfound = list(pkgutil.iter_modules(__path__))\n${HANDLER}` }),
    },
    {
      name: "a name whose absence is borne",
      inputs: lambda({
        "app.py": `def f():\n    try:\n        profile\n    except NameError:\n        return None\n    return profile\n\ndef g():\n    return profile\n${HANDLER}`,
      }),
    },
    {
      name: "a name that exec may make",
      inputs: lambda({ "app.py": `exec("def helper(): ...")\n${HANDLER.replace("event\n", "helper()\n")}` }),
    },
    {
      name: "names that are made in the module by its name",
      inputs: lambda({
        "app.py": `import os, sys\nfor name in ("TABLE", "TOPIC"):\n    setattr(sys.modules[__name__], name, os.environ[name])\n${HANDLER.replace("event\n", "TABLE\n")}`,
      }),
    },
    {
      name: "names that are made from a dictionary",
      inputs: lambda({
        "app.py": `import json\nvars().update(json.load(open("settings.json")))\n${HANDLER.replace("event\n", "TABLE\n")}`,
      }),
    },
    {
      name: "names that an enumeration gives to its module",
      inputs: lambda({
        "app.py": `import enum\n@enum.global_enum\nclass State(enum.Enum):\n    OPEN = 1\n${HANDLER.replace("event\n", "OPEN\n")}`,
      }),
    },
    { name: "gettext's name", inputs: lambda({ "app.py": HANDLER.replace("event\n", "_('text')\n") }) },
    {
      name: "a name that linters are told of",
      inputs: lambda({ "app.py": HANDLER.replace("event\n", "spark  # noqa: F821\n") }),
    },
    {
      name: "a module that is in no file",
      inputs: lambda({ "app.py": `import acme.api\nfrom .missing import x as x\n${HANDLER}` }),
    },
    { name: "JavaScript", inputs: node({ "index.js": JS }, "index.handler") },
    {
      name: "a JavaScript module in a directory",
      inputs: node({ "src/index.mjs": "export const handler = async () => 1;\n" }, "src/index.handler"),
    },
    {
      name: "JavaScript in a directory that begins with a dot",
      inputs: node({ "dist/index.cjs": JS }, "./dist/index.app.handler"),
    },
    { name: "JavaScript in a package", inputs: node({ "node_modules/api/index.js": JS }, "api.handler") },
    {
      name: "JavaScript of a layer",
      inputs: node({ "a.js": JS }, "/opt/nodejs/node_modules/datadog-lambda-js/handler.handler"),
    },
    {
      name: "JavaScript with NODE_PATH",
      inputs: node({ "lib/index.js": JS }, "index.handler", { environment: { variables: { NODE_PATH: "/opt" } } }),
    },
    {
      name: "JavaScript with an error, which is not judged",
      inputs: node({ "index.js": "const = ;\n" }, "index.handler"),
    },
    {
      name: "JavaScript beside a Python file of the same name, which does not run",
      inputs: node({ "index.js": JS, "index.py": "def (" }, "index.handler"),
    },
    {
      name: "another language",
      inputs: lambda({ "a.py": "x = 1\n" }, { runtime: "java21", handler: "example.Handler::handle" }),
    },
    { name: "an unknown handler", inputs: lambda({ "a.py": HANDLER }, { handler: unknown }) },
    { name: "an unknown runtime", inputs: lambda({ "a.py": HANDLER }, { runtime: unknown }) },
    { name: "unknown code", inputs: { runtime: "python3.12", handler: "app.handler", code: unknown } },
    { name: "a container image", inputs: { packageType: "Image", imageUri: "repo/image:1" } },
  ],
  violates: [
    {
      name: "a secret handler",
      inputs: lambda({ "main.py": HANDLER }, { handler: secret("hunter2.hunter3") }),
      findings: [
        "handler: [secret] is in [secret], which the code does not have.\nFix: add [secret] to the code, or set handler to a file in it.",
      ],
    },
    {
      name: "a secret handler, whose file is there",
      inputs: lambda({ "app.py": "x = 1\n" }, { handler: secret("app.hunter3") }),
      findings: [
        "handler: [secret] defines no [secret] at its top level.\nFix: define [secret](event, context) there.",
      ],
    },
    {
      name: "no such file",
      inputs: lambda({ "main.py": HANDLER }),
      findings: [
        'handler: "app.handler" is in app.py, which the code does not have.\nFix: add app.py to the code, or set handler to a file in it.',
      ],
    },
    {
      name: "the file in another directory",
      inputs: lambda({ "src/app.py": HANDLER }),
      findings: [
        'handler: "app.handler" is in app.py, which the code does not have.\nFix: set handler to "src/app.handler".',
      ],
    },
    {
      name: "the file in another case",
      inputs: lambda({ "App.py": HANDLER }),
      findings: [
        'handler: "app.handler" is in app.py, which the code does not have.\nFix: set handler to "App.handler".',
      ],
    },
    {
      name: "no function in the handler",
      inputs: lambda({ "app.py": HANDLER }, { handler: "app" }),
      findings: [
        'handler: "app" does not name a file and a function in it.\n' +
          'Fix: write it as "file.function", such as "app.handler" for the function handler in app.py.',
      ],
    },
    {
      name: "a path that Python cannot import",
      inputs: lambda({ "app.py": HANDLER }, { handler: "./app.handler" }),
      findings: [
        'handler: "./app.handler" does not name a file and a function in it.\n' +
          'Fix: write it as "file.function", such as "app.handler" for the function handler in app.py.',
      ],
    },
    {
      name: "a function that is inside of others",
      inputs: lambda({
        "app.py": "class A:\n    def handler(self): ...\ndef f():\n    handler = 1\n    return handler\n",
      }),
      findings: ['handler: app.py defines no "handler" at its top level.\nFix: define handler(event, context) there.'],
    },
    {
      name: "a function of another name",
      inputs: lambda({ "app.py": `def first(one): ...\n${HANDLER}` }, { handler: "app.main" }),
      findings: ['handler: app.py defines no "main" at its top level.\nFix: set handler to name "handler" instead.'],
    },
    {
      name: "a function of another name than several that may be meant",
      inputs: lambda({ "app.py": `${HANDLER}${HANDLER.replace("handler", "resize")}` }, { handler: "app.main" }),
      findings: ['handler: app.py defines no "main" at its top level.\nFix: define main(event, context) there.'],
    },
    {
      name: "an async function in Python",
      inputs: lambda({ "app.py": `async ${HANDLER}` }),
      findings: [
        'handler: "handler" in app.py is async, and Lambda does not await it: what it returns cannot be sent.\n' +
          "Fix: rename it, and define handler(event, context) that returns asyncio.run(…) of it.",
      ],
    },
    {
      name: "a syntax error, beside a secret",
      inputs: lambda({ "app.py": `${HANDLER}x = = "s3cr3t"\n` }),
      findings: ["app.py:3:5: python3.12 refuses this: Expected an expression.\nFix: correct line 3."],
    },
    {
      name: "syntax of newer versions, in files that are loaded",
      inputs: lambda(
        {
          "app/main.py": "from . import lib\ndef handler(event, context):\n    import late.x\n    return lib, late\n",
          "app/lib.py": "import app.other as o, os\nprint(o, os)\n",
          "app/other.py": MATCH,
          "late/__init__.py": "x = f'{'a'}'\n",
          "late/x.py": "y = 1\n",
        },
        { runtime: "python3.9", handler: "app/main.handler" },
      ),
      findings: [
        "late/__init__.py:1:8: python3.9 refuses this: Cannot reuse outer quote character in f-strings on Python 3.9 (syntax was added in Python 3.12).\nFix: correct line 1.",
        "app/other.py:2:5: python3.9 refuses this: Cannot use `match` statement on Python 3.9 (syntax was added in Python 3.10).\nFix: correct line 2.",
      ],
    },
    {
      name: "a return outside of a function",
      inputs: lambda({ "app.py": `${HANDLER}return 1\n` }),
      findings: [
        "app.py:3:1: python3.12 refuses this: `return` statement outside of a function/method.\nFix: correct line 3.",
      ],
    },
    {
      name: "keys that are not printed",
      inputs: lambda({ "app.py": `${HANDLER}match {}:\n    case {"s3cr3t": 1, "s3cr3t": 2}: pass\n` }),
      findings: ["app.py:4:24: python3.12 refuses this: mapping pattern checks duplicate key ….\nFix: correct line 4."],
    },
    {
      name: "undefined names",
      inputs: lambda({
        "app.py":
          "def handler(event, context):\n    order = json.loads(event)\n    print(json)\n    return lookup(missing=order)\n",
      }),
      findings: [
        'app.py:2:13: the name "json" is not defined anywhere.\nFix: add "import json" at the top of the file.',
        'app.py:4:12: the name "lookup" is not defined anywhere.\nFix: define "lookup", or import it.',
      ],
    },
    {
      name: "a name that is misspelt",
      inputs: lambda({ "app.py": `TABLE_NAME = "a"\n${HANDLER.replace("event\n", "TABEL_NAME\n")}` }),
      findings: ['app.py:3:12: the name "TABEL_NAME" is not defined anywhere.\nFix: write "TABLE_NAME".'],
    },
    {
      name: "names beside what only reads names, in a file that is no package",
      inputs: lambda({
        "app.py": `import logging\nlogger = logging.getLogger(__name__)\nlogger.info(__path__)\n${HANDLER.replace("event\n", '"{x}{order}".format(**locals(), x=x)\n')}`,
      }),
      findings: [
        'app.py:3:13: the name "__path__" is not defined anywhere.\nFix: define "__path__", or import it.',
        'app.py:5:46: the name "x" is not defined anywhere.\nFix: define "x", or import it.',
      ],
    },
    {
      name: "a name of another function",
      inputs: lambda({
        "app.py": `def f():\n    order = 1\n    return order\n${HANDLER.replace("event\n", "order\n")}`,
      }),
      findings: ['app.py:5:12: the name "order" is not defined anywhere.\nFix: define "order", or import it.'],
    },
    {
      name: "TypeScript that was not compiled",
      inputs: node({ "src/index.ts": "export const handler = async () => 1;\n" }, "src/index.handler"),
      findings: [
        'handler: "src/index.handler" is in src/index.js, which the code does not have.\n' +
          "Fix: compile src/index.ts, which Lambda does not run, and ship what comes out.",
      ],
    },
    {
      name: "JavaScript in another directory",
      inputs: node({ "dist/index.js": JS }, "index.handler"),
      findings: [
        'handler: "index.handler" is in index.js, which the code does not have.\nFix: set handler to "dist/index.handler".',
      ],
    },
    {
      name: "JavaScript in a directory that has a dot in its name",
      inputs: node({ "v1.2/index.js": JS }, "index.handler"),
      findings: [
        'handler: "index.handler" is in index.js, which the code does not have.\nFix: set handler to "v1.2/index.handler".',
      ],
    },
    {
      name: "no function in a JavaScript handler",
      inputs: node({ "index.js": JS }, "index"),
      findings: [
        'handler: "index" does not name a file and a function in it.\n' +
          'Fix: write it as "file.function", such as "app.handler" for the function handler in app.js.',
      ],
    },
  ],
});
