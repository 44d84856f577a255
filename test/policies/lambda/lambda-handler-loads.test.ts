import { resourceTable } from "../../support/resource-table";
import { assetArchive, stringAsset, unknown } from "../../support/wire";

const lambda = (handler: unknown, sources: Record<string, string>, runtime = "python3.12") => ({
  runtime,
  handler,
  code: assetArchive(Object.fromEntries(Object.entries(sources).map(([file, text]) => [file, stringAsset(text)]))),
});
const HANDLER = "def handler(event, context):\n    return event\n";
const LAYER = "arn:aws:lambda:us-east-1:464622532012:layer:Datadog-Python312:100";

resourceTable({
  policy: "lambda-handler-loads",
  type: "aws:lambda/function:Function",
  passes: [
    { name: "a function in a file", inputs: lambda("app.handler", { "app.py": HANDLER }) },
    {
      name: "a file in a directory, in both forms",
      inputs: lambda("src/api/app.handler", { "src/api/app.py": HANDLER }),
    },
    {
      name: "an import of the handler",
      inputs: lambda("app.handler", { "app.py": "from lib import handler\n", "lib.py": HANDLER }),
    },
    {
      name: "a definition under a condition",
      inputs: lambda("app.handler", {
        "app.py":
          "import os\nif os.environ.get('A'):\n    handler = print\nelse:\n    def handler(event, context):\n        return event\n",
      }),
    },
    { name: "import *, which may bring it", inputs: lambda("app.handler", { "app.py": "from lib import *\n" }) },
    {
      name: "a handler that a layer may have",
      inputs: { ...lambda("datadog_lambda.handler.handler", { "app.py": HANDLER }), layers: [LAYER] },
    },
    { name: "unknown handler", inputs: lambda(unknown, { "app.py": HANDLER }) },
    {
      name: "syntax of the function's own version",
      inputs: lambda("app.handler", {
        "app.py": "def handler(event, context):\n    match event:\n        case _:\n            return 1\n",
      }),
    },
    {
      name: "a JavaScript module",
      inputs: lambda("index.handler", { "index.mjs": "export const handler = async () => 1;\n" }, "nodejs22.x"),
    },
    { name: "another language", inputs: lambda("example.Handler::handle", { "a.py": "x = 1\n" }, "java21") },
    { name: "a container image", inputs: { packageType: "Image", imageUri: "repo/image:1" } },
  ],
  violates: [
    {
      name: "a file that is not there, beside a similar one",
      inputs: lambda("ap.handler", { "app.py": HANDLER }),
      findings: [
        'handler: "ap.handler" is in ap.py, which the code does not have.\n' +
          "Fix: add ap.py to the code, or set handler to a file in it.",
      ],
    },
    {
      name: "a function that is not there",
      inputs: lambda("app.main", { "app.py": HANDLER }),
      findings: [
        'handler: app.py defines no "main" at its top level.\n' + 'Fix: set handler to name "handler" instead.',
      ],
    },
    {
      name: "an async function in Python",
      inputs: lambda("app.handler", { "app.py": "async def handler(event, context):\n    return event\n" }),
      findings: [
        'handler: "handler" in app.py is async, and Lambda does not await it: what it returns cannot be sent.\n' +
          "Fix: rename it, and define handler(event, context) that returns asyncio.run(…) of it.",
      ],
    },
    {
      name: "a syntax error",
      inputs: lambda("app.handler", { "app.py": "def handler(event, context)\n    return event\n" }),
      findings: ["app.py:1:28: python3.12 refuses this: Expected `:`, found newline.\n" + "Fix: correct line 1."],
    },
    {
      name: "syntax of a newer version than the function's",
      inputs: lambda(
        "app.handler",
        { "app.py": "def handler(event, context):\n    match event:\n        case _:\n            return 1\n" },
        "python3.9",
      ),
      findings: [
        "app.py:2:5: python3.9 refuses this: Cannot use `match` statement on Python 3.9 (syntax was added in Python 3.10).\n" +
          "Fix: correct line 2.",
      ],
    },
    {
      name: "an undefined name",
      inputs: lambda("app.handler", { "app.py": "def handler(event, context):\n    return json.dumps(event)\n" }),
      findings: [
        'app.py:2:12: the name "json" is not defined anywhere.\n' + 'Fix: add "import json" at the top of the file.',
      ],
    },
    {
      name: "no file in the handler",
      inputs: lambda("handler", { "app.py": HANDLER }),
      findings: [
        'handler: "handler" does not name a file and a function in it.\n' +
          'Fix: write it as "file.function", such as "app.handler" for the function handler in app.py.',
      ],
    },
    {
      name: "TypeScript that was not compiled",
      inputs: lambda("index.handler", { "index.ts": "export const handler = async () => 1;\n" }, "nodejs22.x"),
      findings: [
        'handler: "index.handler" is in index.js, which the code does not have.\n' +
          "Fix: compile index.ts, which Lambda does not run, and ship what comes out.",
      ],
    },
  ],
});
