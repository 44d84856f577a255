import { codeTable, functions } from "../../support/code-table";
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
/** A handler with this body. */
const function_ = (body: string) =>
  lambda({ "app.py": `from acme import rates, work\ndef handler(event, context):\n${body.replace(/^/gm, "    ")}\n` });
const unbound = (place: string, name: string, line: number, fix: string, error = "UnboundLocalError") =>
  `${place}: "${name}" raises ${error} here: it has no value before line ${line}.\nFix: ${fix}.`;
const deleted = (place: string, line: number) =>
  `${place}: "e" raises UnboundLocalError here: Python deletes it at the end of its except clause on line ${line}.\n` +
  "Fix: assign it to another name in that clause, and read that name here.";
const MATCH = "def handler(event, context):\n    match event:\n        case _:\n            return 1\n";
const JS = "exports.handler = async () => {};\n";
const LAYER = "arn:aws:lambda:us-east-1:464622532012:layer:Datadog-Python312:100";

const JS_FORMS = `
const { a, b: { c }, ...d } = make(1), [g, , h = 3] = [1];
let w; class K extends Object { static s = 1; #p; m() { return this.#p + K.s + super.toString() + arguments.length; } }
function make(p, { q } = {}, [r] = [], ...s) { return p + q + r + s; }
for (const i of [1]) { w = i; } for (let j in a) { w = j; } for (let k = 0; k < 1; k++) {}
out: for (;;) { break out; }
try { throw 1; } catch ({ message }) { w = message; }
const fn = function named() { return named; }; const ar = (x) => (y) => x + y; const gen = function* () { yield* [1]; };
const later = () => nobodyCallsIt();
implicit = 1;
const known = typeof sometimes === "undefined" ? 1 : sometimes;
exports.handler = async (event, { awsRequestId }) => {
  var { z = g } = event;
  if (process.env.DEBUG) debug(event);
  try { tried(); } catch {}
  hoisted(implicit, known, a, c, d, h, z, fn, ar, gen, w, awsRequestId, __dirname, require, module, fetch, Buffer, NaN);
  return new K();
  function hoisted() {}
};
`;

codeTable({
  policy: "lambda-handler-loads",
  passes: [
    {
      name: "names that are given a value again, and clauses that do not go on",
      inputs: function_(
        "token, error = event['token'], None\nif event['once']:\n    del token\n    token = work()\n    work(token)\ntry:\n    work()\nexcept ValueError as error:\n    work(error)\n    return 1\nexcept KeyError as caught:\n    error = caught\nexcept TypeError as error:\n    rates.fail(error)\nif error:\n    return lambda: token",
      ),
    },
    {
      name: "exports by Object.assign, markup in texts, and names that functions read later",
      inputs: node(
        {
          "app.js":
            'const read = () => TABLE + kind;\nconst TABLE = "<b>a</b>";\nlet { kind } = {};\nread();\nObject.assign(exports, { handler: async () => read() });\n',
        },
        "app.handler",
      ),
    },
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
      name: "in a package that is not checked",
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
    {
      name: "a name that comes about in a loop at the top of the file",
      inputs: lambda({ "app.py": `for x in (1, 2):\n    if x > 1:\n        print(last)\n    last = x\n${HANDLER}` }),
    },
    {
      name: "a name that is read in a function that is called later",
      inputs: function_("def inner():\n    return later\nlater = 1\nreturn inner()"),
    },
    {
      name: "a name that an inner function gives a value",
      inputs: function_(
        "def inner():\n    nonlocal count\n    count = 1\ninner()\ntotal = count\ncount = 2\nreturn total",
      ),
    },
    {
      name: "a name of the module that a function changes",
      inputs: lambda({
        "app.py": "count = 0\ndef handler(event, context):\n    global count\n    count += 1\n    return count\n",
      }),
    },
    {
      name: "a name whose absence is made up for",
      inputs: function_("try:\n    cache\nexcept:\n    cache = {}\nreturn cache"),
    },
    { name: "a name that the same expression gives a value", inputs: function_("return x if (x := event) else 1") },
    { name: "a name in a class", inputs: lambda({ "app.py": `x = 1\nclass A:\n    x = x\n${HANDLER}` }) },
    {
      name: "a name that a condition may give a value",
      inputs: function_("if event:\n    fee = 1\nreturn fee"),
    },
    {
      name: "a name that linters are told of, before its value",
      inputs: function_("print(fee)  # noqa: F821\nfee = 1\nreturn fee"),
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
      inputs: node({ "dist/index.cjs": "exports.app = { handler: async () => {} };\n" }, "./dist/index.app.handler"),
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
    ...Object.entries({
      "exports.handler = async () => {};\n": "index.js",
      "module.exports = { handler: async () => {} };\n": "index.cjs",
      "const handler = async () => {};\nexport { handler };\n": "index.mjs",
      "export * from './other.mjs';\n": "index.mjs",
      "export * from 'some-package';\n": "index.mjs",
      "module.exports = require('./bundle')(__dirname);\n": "index.js",
      "for (const name of ['handler']) exports[name] = async () => {};\n": "index.js",
      "Object.defineProperty(exports, 'handler', { enumerable: true, get: () => () => 1 });\n": "index.js",
      "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\nexport const handler = require('./other.cjs');\n":
        "index.mjs",
      "var __export = (t, all) => { for (var n in all) Object.defineProperty(t, n, { get: all[n] }); };\nvar src = {};\n__export(src, { handler: () => () => 1 });\nmodule.exports = ((m) => ({ ...m }))(src);\n":
        "index.js",
      "#!/usr/bin/env node\nexports.handler = async (event, context) => { for await (const x of event) await x?.y ?? 1; };\n":
        "index.js",
    }).map(([text, file], index) => ({
      name: `what Node.js loads, ${index}`,
      inputs: node(
        {
          [file]: text,
          "other.mjs": "export const handler = async () => {};\n",
          "other.cjs": "module.exports = () => 1;\n",
          "bundle.js": "module.exports = () => 1;\n",
        },
        "index.handler",
      ),
    })),
    {
      name: "a module by package.json, and one that nodejs24.x tells by its syntax",
      inputs: node(
        {
          "index.js": "import './lib/a.js';\nexport const handler = async () => {};\n",
          "package.json": '{ "type": "module" }',
          "lib/package.json": '{ "type": "commonjs" }',
          "lib/a.js": "exports.a = require('fs');\n",
        },
        "index.handler",
      ),
    },
    {
      name: "imports with attributes",
      inputs: node(
        {
          "index.mjs":
            'import a from "./a.json" with {\n  type: "json",\n};\nimport "./b.json" with { type: "json" }\n' +
            'const c = await import("./a.json", { with: { type: "json" } });\nexport const handler = async () => [a, c];\n',
          "a.json": "{}",
          "b.json": "{}",
        },
        "index.handler",
      ),
    },
    { name: "names of JavaScript in all their forms", inputs: node({ "index.js": JS_FORMS }, "index.handler") },
    {
      name: "names of CommonJS that a module makes itself, and what Lambda gives to it",
      inputs: node(
        {
          "index.mjs":
            "import { createRequire } from 'module';\nconst require = createRequire(import.meta.url);\n" +
            "const __dirname = new URL('.', import.meta.url).pathname;\n" +
            "export const handler = awslambda.streamifyResponse(async () => require(__dirname + 'a.json'));\n",
        },
        "index.handler",
      ),
    },
    {
      name: "a name that is deleted and given again, or deleted perhaps",
      inputs: lambda({
        "app.py":
          "def handler(event, context):\n    x = y = z = 1\n    del x\n    x = 2\n    if event:\n        del y\n    del z\n    for i in event:\n        print(z if i else x)\n        z = 2\n    return y\n",
      }),
    },
    {
      name: "a handler in the other branch of what the command line runs",
      inputs: lambda({
        "app.py": 'if __name__ == "__main__":\n    pass\nelse:\n    def handler(event, context):\n        return 1\n',
      }),
    },
    {
      name: "import in .js on nodejs24.x, with a callback that has a default",
      inputs: node(
        { "index.js": "import 'fs';\nexport const handler = async (event, context, other = 1) => {};\n" },
        "index.handler",
        { runtime: "nodejs24.x" },
      ),
    },
    {
      name: "import in .js with NODE_OPTIONS",
      inputs: node({ "index.js": "export const handler = async () => {};\n" }, "index.handler", {
        environment: { variables: { NODE_OPTIONS: "--experimental-detect-module" } },
      }),
    },
    {
      name: "exports beside import, where options of Node.js may allow that",
      inputs: node({ "app.js": `import "node:fs";\n${JS}` }, "app.handler", {
        environment: { variables: unknown },
      }),
    },
    {
      name: "await in functions of CommonJS, and code that asks for context.done",
      inputs: node(
        {
          "index.cjs":
            "const o = { async run() { await 1; }, f: async () => await 2 };\nclass A { async b() { await 3; } }\nexports.handler = async (event, context) => (context.done ? context.done() : o);\n",
        },
        "index.handler",
        { runtime: "nodejs24.x" },
      ),
    },
    {
      name: "a callback before nodejs24.x",
      inputs: node(
        { "index.js": "exports.handler = (event, context, done) => done(null, context.done);\n" },
        "index.handler",
      ),
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
      name: "a syntax error of JavaScript",
      inputs: node({ "index.js": "exports.handler = async () => {\n  return { a: 1 ;\n};\n" }, "index.handler"),
      findings: ["index.js:2:1: Node.js refuses this: Unexpected token ….\nFix: correct line 2."],
    },
    {
      name: "a block of JavaScript that is not closed",
      inputs: node({ "index.js": "exports.handler = async () => {\n  return 1;\n\n" }, "index.handler"),
      findings: ["index.js:2:1: Node.js refuses this: Unexpected token ….\nFix: correct line 2."],
    },
    {
      name: "a function that is exported itself, where a name of it is wanted",
      inputs: node({ "index.js": "module.exports = async (event) => event.isbn;\n" }, "index.handler"),
      findings: [
        'handler: "index.js" exports a function that has no "handler".\nFix: write exports.handler = … there.',
      ],
    },
    {
      name: "a name that JavaScript does not export",
      inputs: node({ "app.mjs": "export const lend = async () => {};\n" }, "app.handler"),
      findings: [
        'handler: "app.mjs" exports no "handler".\nFix: set handler to name "lend", or export it as "handler".',
      ],
    },
    {
      name: "a function that is not exported",
      inputs: node(
        { "app.js": "const handler = async () => {};\nconst lib = require('./lib');\n", "lib.js": "exports.a = 1;\n" },
        "app.handler",
      ),
      findings: ['handler: "app.js" exports nothing.\nFix: write exports.handler = … there.'],
    },
    {
      name: "export in CommonJS by its end",
      inputs: node({ "app.cjs": "export const handler = async () => {};\n" }, "app.handler"),
      findings: [
        'app.cjs:1:1: "export" is a syntax error here: a file that ends with .cjs is CommonJS.\nFix: name the file "app.mjs", or write exports.….',
      ],
    },
    {
      name: "import in a file that is loaded, without a package.json",
      inputs: node(
        {
          "app.js": "exports.handler = require('./lib').a;\n",
          "lib.js": "import fs from 'fs';\nexport const a = fs.read;\n",
        },
        "app.handler",
      ),
      findings: [
        'lib.js:1:1: "import" is a syntax error here: nodejs22.x takes "lib.js" for CommonJS, since no package.json beside it says "type": "module".\nFix: name the file "lib.mjs", or put a package.json with "type": "module" beside it.',
      ],
    },
    {
      name: "require and exports in a module",
      inputs: node(
        {
          "app.js": "const fs = require('fs');\nexports.handler = async () => fs.read;\n",
          "package.json": '{"type":"module"}',
        },
        "app.handler",
      ),
      findings: [
        'app.js:1:12: "require" is not defined here: package.json says "type": "module".\nFix: write import, or name the file "app.cjs".',
        'app.js:2:1: "exports" is not defined here: package.json says "type": "module".\nFix: write export, or name the file "app.cjs".',
      ],
    },
    {
      name: "names of JavaScript that nothing defines",
      inputs: node(
        {
          "app.js":
            "const table = proces.env.TABLE;\nexports.handler = async (event) => (event.id ? respond(200) : response(table));\n" +
            "function response(body) { return { body }; }\nfunction respnd() {}\n" +
            "for (const one of [1, 2]) log(one);\nexports.other = other;\n",
        },
        "app.handler",
      ),
      findings: [
        'app.js:1:15: the name "proces" is not defined anywhere: reading it throws ReferenceError.\nFix: define "proces", or import it.',
        'app.js:2:48: the name "respond" is not defined anywhere: reading it throws ReferenceError.\nFix: write "respnd".',
        'app.js:5:27: the name "log" is not defined anywhere: reading it throws ReferenceError.\nFix: define "log", or import it.',
        'app.js:6:17: the name "other" is not defined anywhere: reading it throws ReferenceError.\nFix: define "other", or import it.',
      ],
    },
    {
      name: "JSON and directories in a module",
      inputs: node(
        {
          "app.mjs":
            'import rates from "./rates.json";\nimport more from "./rates.json" assert { type: "json" };\n' +
            "export const handler = async () => [rates, more, __dirname];\n",
          "rates.json": "{}",
        },
        "app.handler",
      ),
      findings: [
        'app.mjs:1:1: Node.js refuses to import JSON without the attribute that says so (ERR_IMPORT_ATTRIBUTE_MISSING).\nFix: write with { type: "json" } behind "./rates.json".',
        'app.mjs:2:1: nodejs22.x does not know "assert" behind an import any more: this is a syntax error.\nFix: write with { type: "json" } behind "./rates.json".',
        'app.mjs:3:50: "__dirname" is not defined here: a file that ends with .mjs is an ECMAScript module.\nFix: write import.meta.dirname, or name the file "app.cjs".',
      ],
    },
    {
      name: "a name that was deleted",
      inputs: lambda({
        "app.py": "def handler(event, context):\n    body = event['body']\n    del body\n    return body\n",
      }),
      findings: [
        'app.py:4:12: "body" raises UnboundLocalError here: line 3 has deleted it.\nFix: move the "del" after line 4, or remove it.',
      ],
    },
    {
      name: "a handler that only the command line has",
      inputs: lambda({
        "app.py": 'def main(event, context):\n    return 1\nif __name__ == "__main__":\n    handler = main\n',
      }),
      findings: ['handler: "app.py" defines no "handler" at its top level.\nFix: set handler to name "main" instead.'],
    },
    {
      name: "a callback on nodejs24.x",
      inputs: node(
        { "app.js": "exports.handler = function (event, context, callback) { callback(null, 1); };\n" },
        "app.handler",
        { runtime: "nodejs24.x" },
      ),
      findings: [
        "app.js:1:19: the handler takes 3 parameters, and nodejs24.x refuses a handler with a callback when it starts (Runtime.CallbackHandlerDeprecated).\nFix: make it async with (event, context), and return the answer.",
      ],
    },
    {
      name: "context.fail in a callback on nodejs24.x, where something has failed",
      inputs: node(
        {
          "app.js":
            "const fs = require('fs');\nexports.handler = (event, context) => {\n  fs.readFile('a', (error) => {\n    if (error) context.fail(error);\n  });\n};\n",
        },
        "app.handler",
        { runtime: "nodejs24.x" },
      ),
      advisory: true,
      findings: [
        "app.js:4:16: context.fail does not exist on nodejs24.x, and calling it raises TypeError.\nFix: throw the error in an async handler.",
      ],
    },
    {
      name: "a handler that is no function",
      inputs: node({ "app.cjs": "exports.handler = { run: 1 };\n" }, "app.handler"),
      findings: [
        'handler: "handler" in "app.cjs" is not a function, and the runtime refuses it at start.\nFix: export a function as "handler", or set handler to the name of one.',
      ],
    },
    {
      name: "exports beside import, which make a module on nodejs24.x",
      inputs: node({ "app.js": `import "node:fs";\n${JS}` }, "app.handler", { runtime: "nodejs24.x" }),
      findings: [
        'app.js:2:1: "exports" is not defined here: a file with import or export is an ECMAScript module.\nFix: write export, or name the file "app.cjs".',
      ],
    },
    {
      name: "await at the top of CommonJS",
      inputs: node({ "app.cjs": `const a = await import("node:fs");\n${JS}` }, "app.handler"),
      findings: [
        'app.cjs:1:11: "await" outside of a function is a syntax error here: the file is CommonJS.\nFix: move it into an async function, or make the file an ECMAScript module (.mjs).',
      ],
    },
    {
      name: "a name that del takes in the same block",
      inputs: function_("token = event['token']\nif event['once']:\n    del token\n    work(token)"),
      findings: [
        'app.py:6:14: "token" raises UnboundLocalError here: line 5 has deleted it.\nFix: move the "del" after line 6, or remove it.',
      ],
    },
    {
      name: "a name with a value that an exception takes along",
      inputs: function_("e = None\ntry:\n    work()\nexcept ValueError as e:\n    print(e)\nif e:\n    return 1"),
      advisory: true,
      findings: [deleted("app.py:8:8", 6)],
    },
    {
      name: "context.succeed on nodejs24.x",
      inputs: node(
        {
          "app.mjs":
            "import { work } from 'acme';\nexport const handler = (event, context) => { work(event); context.succeed(1); };\n",
        },
        "app.handler",
        { runtime: "nodejs24.x" },
      ),
      findings: [
        "app.mjs:2:59: context.succeed does not exist on nodejs24.x, and calling it raises TypeError.\nFix: return the answer from an async handler.",
      ],
    },
    {
      name: "context.fail that is handed on",
      inputs: node(
        {
          "app.mjs":
            "import { work } from 'acme';\nexport const handler = (event, context) => { work().catch(context.fail); };\n",
        },
        "app.handler",
        { runtime: "nodejs24.x" },
      ),
      findings: [
        "app.mjs:2:46: context.fail does not exist on nodejs24.x, and undefined is handed on in its place.\nFix: throw the error in an async handler.",
      ],
    },
    {
      name: "names that are read before their line",
      inputs: node(
        {
          "app.mjs":
            "const read = () => table;\nconst rows = read();\nconst table = new Table();\nexport class Table {}\nexport const handler = async () => rows;\n",
        },
        "app.handler",
      ),
      findings: [
        'app.mjs:1:20: "table" throws ReferenceError here: it has no value before line 3.\nFix: move the line that declares it up.',
        'app.mjs:3:19: "Table" throws ReferenceError here: it has no value before line 4.\nFix: move the line that declares it up.',
      ],
    },
    {
      name: "markup outside of texts",
      inputs: node({ "app.mjs": "export const handler = async () => <p>hi</p>;\n" }, "app.handler"),
      findings: ["app.mjs:1:1: Node.js refuses this: Unexpected token ….\nFix: correct line 1."],
    },
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
        'handler: "app.handler" is in "app.py", which the code does not have.\nFix: add "app.py" to the code, or set handler to a file in it.',
      ],
    },
    {
      name: "the file in another directory",
      inputs: lambda({ "src/app.py": HANDLER }),
      findings: [
        'handler: "app.handler" is in "app.py", which the code does not have.\nFix: set handler to "src/app.handler".',
      ],
    },
    {
      name: "the file in another case",
      inputs: lambda({ "App.py": HANDLER }),
      findings: [
        'handler: "app.handler" is in "app.py", which the code does not have.\nFix: set handler to "App.handler".',
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
      findings: [
        'handler: "app.py" defines no "handler" at its top level.\nFix: define handler(event, context) there.',
      ],
    },
    {
      name: "a function of another name",
      inputs: lambda({ "app.py": `def first(one): ...\n${HANDLER}` }, { handler: "app.main" }),
      findings: ['handler: "app.py" defines no "main" at its top level.\nFix: set handler to name "handler" instead.'],
    },
    {
      name: "a function of another name than several that may be meant",
      inputs: lambda({ "app.py": `${HANDLER}${HANDLER.replace("handler", "resize")}` }, { handler: "app.main" }),
      findings: ['handler: "app.py" defines no "main" at its top level.\nFix: define main(event, context) there.'],
    },
    {
      name: "a function in Python that does not take an event and a context",
      inputs: lambda({ "app.py": "def handler(event):\n    return event\n" }),
      findings: [
        'handler: "handler" in "app.py" does not take the two arguments that Lambda gives it, which raises TypeError.\nFix: define it as handler(event, context).',
      ],
    },
    {
      name: "an async function in Python",
      inputs: lambda({ "app.py": `async ${HANDLER}` }),
      findings: [
        'handler: "handler" in "app.py" is async, and Lambda does not await it: what it returns cannot be sent.\n' +
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
      name: "a name that is read before it is given a value",
      inputs: function_("fee = event['days'] * rate\nrate = 2\nreturn fee"),
      findings: [unbound("app.py:3:27", "rate", 4, 'give "rate" a value before line 3')],
    },
    {
      name: "a name that is read before it is given a value, on a condition",
      inputs: function_("if not event:\n    return image_id\nimage_id = event['id']\nreturn image_id"),
      findings: [unbound("app.py:4:16", "image_id", 5, 'give "image_id" a value before line 4')],
    },
    {
      name: "a name that is given a value made from itself",
      inputs: function_("conf = work(conf)\nreturn conf"),
      findings: [unbound("app.py:3:17", "conf", 3, 'give "conf" a value before line 3')],
    },
    {
      name: "a name of the module that a function makes its own",
      inputs: function_("rates = rates(event)\nreturn rates"),
      findings: [
        unbound(
          "app.py:3:13",
          "rates",
          3,
          'use another name for what line 3 assigns, or add "global rates" to the function',
        ),
      ],
    },
    {
      name: "a count that has no start",
      inputs: function_("for item in event:\n    count += 1\nreturn 1"),
      findings: [unbound("app.py:4:9", "count", 4, 'give "count" a value before line 4')],
    },
    {
      name: "a name that the module gives a value too late",
      inputs: lambda({ "app.py": `print(TABLE)\nTABLE = 1\n${HANDLER}` }),
      findings: [unbound("app.py:1:7", "TABLE", 2, 'give "TABLE" a value before line 1', "NameError")],
    },
    {
      name: "the name of an exception after its clause",
      inputs: function_("try:\n    return work()\nexcept ValueError as e:\n    print(e)\nreturn str(e)"),
      findings: [deleted("app.py:7:16", 5)],
    },
    {
      name: "the name of an exception after a clause that returns",
      inputs: function_(
        "try:\n    work()\nexcept ValueError as e:\n    print(e)\n    return None\nif event['debug']:\n    print(e)",
      ),
      findings: [deleted("app.py:9:15", 5)],
    },
    {
      name: "the name of an exception after its clause, in a loop",
      inputs: function_(
        "for _ in event:\n    try:\n        work()\n    except ValueError as e:\n        e = str(e)\n    if e:\n        break",
      ),
      findings: [deleted("app.py:8:12", 6)],
    },
    {
      name: "well-known names without their import",
      inputs: function_(
        "try:\n    table = boto3.resource('dynamodb')\n    return datetime.now(), datetime.timedelta, urllib.parse.quote(event), queue.get()\nexcept ClientError:\n    return Decimal(1)",
      ),
      findings: [
        ["4:17", "boto3", 'add "import boto3" at the top of the file'],
        ["5:16", "datetime", 'add "from datetime import datetime" at the top of the file'],
        ["5:52", "urllib", 'add "import urllib.parse" at the top of the file'],
        ["5:79", "queue", 'define "queue", or import it'],
        ["6:12", "ClientError", 'add "from botocore.exceptions import ClientError" at the top of the file'],
        ["7:16", "Decimal", 'add "from decimal import Decimal" at the top of the file'],
      ].map(([place, name, fix]) => `app.py:${place}: the name "${name}" is not defined anywhere.\nFix: ${fix}.`),
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
        'handler: "src/index.handler" is in "src/index.js", which the code does not have.\n' +
          'Fix: compile "src/index.ts", which Lambda does not run, and ship what comes out.',
      ],
    },
    {
      name: "JavaScript in another directory",
      inputs: node({ "dist/index.js": JS }, "index.handler"),
      findings: [
        'handler: "index.handler" is in "index.js", which the code does not have.\nFix: set handler to "dist/index.handler".',
      ],
    },
    {
      name: "JavaScript in a directory that has a dot in its name",
      inputs: node({ "v1.2/index.js": JS }, "index.handler"),
      findings: [
        'handler: "index.handler" is in "index.js", which the code does not have.\nFix: set handler to "v1.2/index.handler".',
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
  stacks: {
    violates: [
      {
        name: "a file that several functions load, and handlers that they have not",
        resources: functions(
          Object.fromEntries(
            ["a", "b", "c"].map((name) => [
              name,
              lambda(
                { "app.py": `import shared\n${HANDLER}`, "shared.py": "print(x)\n" },
                name === "c" ? { handler: "app.main" } : {},
              ),
            ]),
          ),
        ),
        findings: [
          {
            on: "a",
            text: 'shared.py:1:7: the name "x" is not defined anywhere (also in "b" and "c").\nFix: define "x", or import it.',
          },
          {
            on: "c",
            text: 'handler: "app.py" defines no "main" at its top level.\nFix: set handler to name "handler" instead.',
          },
        ],
      },
    ],
  },
});
