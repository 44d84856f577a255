import { codeTable, functions } from "../../support/code-table";
import { output } from "../../support/row-program";
import { assetArchive, stringAsset, unknown } from "../../support/wire";

const files = (sources: Record<string, string>) =>
  assetArchive(Object.fromEntries(Object.entries(sources).map(([file, text]) => [file, stringAsset(text)])));
const lambda = (sources: Record<string, string>, inputs: object = {}) => ({
  runtime: "python3.13",
  handler: "app.handler",
  code: files(sources),
  ...inputs,
});
const HANDLER = "def handler(event, context):\n    return {}\n";
const python = (imports: string, others: Record<string, string> = {}, inputs: object = {}) =>
  lambda({ "app.py": `${imports}\n${HANDLER}`, ...others }, inputs);
const node = (imports: string, others: Record<string, string> = {}, inputs: object = {}) =>
  lambda(
    { "index.js": `${imports}\nexports.handler = async () => ({});\n`, ...others },
    { runtime: "nodejs22.x", handler: "index.handler", ...inputs },
  );
const esm = (imports: string, others: Record<string, string> = {}, inputs: object = {}) =>
  lambda(
    { "index.mjs": `${imports}\nexport const handler = async () => ({});\n`, ...others },
    { runtime: "nodejs22.x", handler: "index.handler", ...inputs },
  );
const layered = (layer: Record<string, string>, inputs: Record<string, unknown>) => [
  { type: "aws:lambda/layerVersion:LayerVersion", name: "deps", inputs: { layerName: "deps", code: files(layer) } },
  {
    type: "aws:lambda/function:Function",
    name: "api",
    inputs: { role: "arn:aws:iam::123456789012:role/api", layers: [output("deps", "arn")], ...inputs },
  },
];

const missing = (name: string, runtime = "python3.13", more = "") =>
  `"${name}" is imported, but it is not in the code, in a layer or in ${runtime}${more}.`;
const pip = (name: string) =>
  `Fix: ship it in the directory of the code, for example with "pip install --target … ${name}", or in a layer, or delete the import if nothing uses it.`;

codeTable({
  policy: "lambda-code-imports",
  passes: [
    { name: "the standard library and the SDK", inputs: python("import json, tomllib\nimport boto3, botocore.config") },
    { name: "a package in the code", inputs: python("import requests", { "requests/__init__.py": "" }) },
    { name: "a compiled module", inputs: python("import fast", { "fast.cpython-313-x86_64-linux-gnu.so": "" }) },
    {
      name: "a namespace package",
      inputs: python("from google.cloud import storage", { "google/cloud/storage/a.py": "" }),
    },
    { name: "an import in try", inputs: python("try:\n    import requests\nexcept ImportError:\n    requests = None") },
    { name: "an import in a function that may not run", inputs: python("def later():\n    import requests") },
    {
      name: "for type checkers",
      inputs: python("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import mypy_boto3_s3"),
    },
    { name: "sys.path that changes", inputs: python("import sys\nsys.path.append('/mnt')\nimport requests") },
    { name: "layers that are not known", inputs: python("import requests", {}, { layers: [unknown] }) },
    {
      name: "a layer of somebody else",
      inputs: python("import requests", {}, { layers: ["arn:aws:lambda:eu-west-1:1:layer:x:1"] }),
    },
    {
      name: "PYTHONPATH",
      inputs: python("import requests", {}, { environment: { variables: { PYTHONPATH: "/mnt" } } }),
    },
    { name: "modules that a package of others makes", inputs: python("from six.moves import urllib") },
    {
      name: "the package itself, and names of its map of imports",
      inputs: esm('import { a } from "orders/lib";\nimport { b } from "#lib/b";\nimport { c } from "#unknown/c";', {
        "package.json": JSON.stringify({
          ...{
            name: "orders",
            exports: { "./lib": { types: "./lib.d.ts", import: "./lib.mjs", require: "./lib.cjs" } },
          },
          imports: { "#lib/*": "./src/*.mjs" },
        }),
        "src/b.mjs": "export const b = 1;",
      }),
    },
    {
      name: "a require for another place",
      inputs: esm(
        'import { createRequire } from "node:module";\nconst load = createRequire("/opt/nodejs/");\nload("moment");',
      ),
    },
    { name: "a module that another file has", inputs: python("import lib.tables", { "lib/tables.py": "" }) },
    {
      name: "the SDK v3 and what Node.js has",
      inputs: node("require('@aws-sdk/client-s3'); require('fs'); require('node:sqlite');"),
    },
    { name: "the SDK v2 on nodejs16.x", inputs: node("require('aws-sdk');", {}, { runtime: "nodejs16.x" }) },
    { name: "a package in node_modules", inputs: node("require('uuid4/v1');", { "node_modules/uuid4/v1.js": "" }) },
    {
      name: "files, by all their names",
      inputs: node("require('./a'); require('./b.json'); require('./c');", {
        "a.js": "",
        "b.json": "{}",
        "c/index.js": "",
      }),
    },
    {
      name: "names that come about in other ways than def and =",
      inputs: python("from lib import A, B, C, sub, gone, late\nfrom more import any_name\nimport lib\nlib.late = 1", {
        "lib/__init__.py":
          "try:\n    from json import loads as A\nexcept ImportError:\n    A = None\nfor B in ():\n    pass\n" +
          "with open('x') as C:\n    pass\ndef f():\n    global gone\n    gone = 1\n",
        "lib/sub.py": "",
        "more.py": "def __getattr__(name):\n    return name\n",
      }),
    },
    {
      name: "relative imports in a package, and one that is tried",
      inputs: lambda(
        {
          "api/app.py": `from .tables import T\nfrom . import tables\ntry:\n    from ..x import y\nexcept ImportError:\n    y = 1\n${HANDLER}`,
          "api/tables.py": "T = 1\n",
        },
        { handler: "api.app.handler" },
      ),
    },
    {
      name: "all forms of export, and modules whose exports are not known",
      inputs: esm(
        'import d, { a, b as c, e, g } from "./x.mjs";\nimport { h } from "./y.mjs";\nimport { i, j } from "./z.cjs";\nimport "./more";',
        {
          "x.mjs":
            'export const a = 1, { f: [g] } = {};\nexport function b() {}\nexport default 3;\nexport * from "./e.mjs";',
          "e.mjs": "const q = 1;\nexport { q as e };",
          "y.mjs": 'export * from "@aws-sdk/client-s3";',
          "z.cjs": "exports.i = 1;\nmodule.exports = { ...require('./y.cjs') };",
          "y.cjs": "exports.j = 1;",
          more: "",
        },
      ),
    },
    {
      name: "imports without an ending, where an option of Node.js may allow them",
      inputs: esm('import "./x";', { "x.js": "" }, { environment: { variables: { NODE_OPTIONS: unknown } } }),
    },
    { name: "a dynamic import", inputs: node("const later = () => import('sharp');") },
  ],
  violates: [
    {
      name: "a name that a file of CommonJS does not say",
      inputs: esm('import { i, j } from "./z.cjs";', { "z.cjs": "exports.i = 1;" }),
      findings: [
        'index.mjs:1:1: "j" is imported from "./z.cjs", and "z.cjs" has no such name: Node.js refuses to load the module.\nFix: export "j" from "z.cjs", or correct the import.',
      ],
    },
    {
      name: "a package that is not shipped, with its requirements.txt",
      inputs: python("import requests", { "requirements.txt": "requests\n" }),
      findings: [
        `app.py:1:1: ${missing("requests", "python3.13", "; Lambda does not install what requirements.txt names")}\n${pip("requests")}`,
      ],
    },
    {
      name: "what pip calls otherwise, in a file that the handler loads",
      inputs: python("import lib", { "lib.py": "from yaml import safe_load\n" }),
      findings: [`lib.py:1:1: ${missing("yaml")}\n${pip("PyYAML")}`],
    },
    {
      name: "a module that Python no longer has",
      inputs: python("import distutils.version"),
      findings: [
        `app.py:1:1: ${missing("distutils", "python3.13", ": Python 3.11 is the last version that has it")}\nFix: stop using distutils.`,
      ],
    },
    {
      name: "a module of its own that is not there",
      inputs: python("from lib.tables import orders", { "lib/__init__.py": "", "lib/other.py": "" }),
      findings: [
        'app.py:1:1: "lib.tables" is imported, and the code has no such module.\n' +
          'Fix: add the file of "lib.tables" to the code, or correct the import.',
      ],
    },
    {
      name: "the SDK v2 on nodejs22.x",
      inputs: node("const AWS = require('aws-sdk');"),
      findings: [
        `index.js:1:13: ${missing("aws-sdk", "nodejs22.x")}\n` +
          "Fix: use the @aws-sdk packages of nodejs22.x instead, or ship aws-sdk in node_modules.",
      ],
    },
    {
      name: "a package and a file that are not shipped",
      inputs: node("const { v4 } = require('@acme/ids/v4');\nrequire('./rates');", { "package.json": "{}" }),
      findings: [
        `index.js:1:16: ${missing("@acme/ids", "nodejs22.x", "; Lambda does not install what package.json names")}\n` +
          "Fix: ship @acme/ids in node_modules, or in a layer, or delete the import if nothing uses it.",
        'index.js:2:1: "./rates" is imported, and the code has no such module.\n' +
          'Fix: add the file of "./rates" to the code, or correct the import.',
      ],
    },
    {
      name: "names that its own modules do not have",
      inputs: python("from lib import order, load\nfrom shared import tables, others", {
        "lib.py": "def orders():\n    load = 1\n",
        "shared/tables.py": "",
      }),
      findings: [
        'app.py:1:1: "order" and "load" are imported from "lib", and "lib.py" has no such name: Python raises ImportError.\n' +
          'Fix: import "orders", or define "order" and "load" in "lib.py".',
        'app.py:2:1: "others" is imported from "shared", and "shared" has no such name: Python raises ImportError.\n' +
          'Fix: define "others" in "shared", or correct the import.',
      ],
    },
    {
      name: "relative imports at the top",
      inputs: python("from .lib import orders\nfrom . import lib", { "__init__.py": "", "lib.py": "orders = 1\n" }),
      findings: [
        'app.py:1:1: ".lib" is a relative import, and "app.py" is in no package that has it: Python raises ImportError.\n' +
          'Fix: import "lib" without the dot.',
        'app.py:2:1: "." is a relative import, and "app.py" is in no package that has it: Python raises ImportError.\n' +
          "Fix: import it by its full name, without dots.",
      ],
    },
    {
      name: "names and files of ECMAScript modules",
      inputs: esm('import rates, { tables } from "./lib.mjs";\nimport "./rates";\nexport { a } from "./lib.mjs";', {
        "lib.mjs": "export const table = 1;",
        "rates/index.js": "",
      }),
      findings: [
        'index.mjs:1:1: "default" and "tables" are imported from "./lib.mjs", and "lib.mjs" has no such name: Node.js refuses to load the module.\n' +
          'Fix: export "default" and "tables" from "lib.mjs", or correct the import.',
        'index.mjs:2:1: "./rates" is not a file: import takes the whole name, with its ending.\n' +
          'Fix: write "./rates/index.js".',
        'index.mjs:3:1: "a" is imported from "./lib.mjs", and "lib.mjs" has no such name: Node.js refuses to load the module.\n' +
          'Fix: export "a" from "lib.mjs", or correct the import.',
      ],
    },
    {
      name: "a name of a module of its own, whatever a layer of somebody else has",
      inputs: python("import requests\nfrom lib import tables", { "lib.py": "table = 1\n" }, { layers: [unknown] }),
      findings: [
        'app.py:2:1: "tables" is imported from "lib", and "lib.py" has no such name: Python raises ImportError.\n' +
          'Fix: import "table", or define "tables" in "lib.py".',
      ],
    },
    {
      name: "a require that createRequire makes for the file, and a file that a map of imports does not find",
      inputs: esm(
        'import { createRequire } from "node:module";\nimport { b } from "#lib/b";\nconst moment = createRequire(import.meta.url)("moment");',
        { "package.json": JSON.stringify({ imports: { "#lib/*": "./src/*.mjs" } }) },
      ),
      findings: [
        'index.mjs:2:1: "#lib/b" is imported, and the code has no such module.\nFix: add the file of "#lib/b" to the code, or correct the import.',
        `index.mjs:3:16: ${missing("moment", "nodejs22.x").replace(/\.$/, "; Lambda does not install what package.json names.")}\nFix: ship moment in node_modules, or in a layer, or delete the import if nothing uses it.`,
      ],
    },
    {
      name: "an alias of tsconfig.json, as the compiler leaves it",
      inputs: node("const util_1 = require('@/lib/util');", { "lib/util.js": "" }),
      findings: [
        'index.js:1:16: "@/lib/util" is imported, and the code has no such module.\n' +
          "Fix: write the path of the file from here, or bundle the code: Node.js does not know the aliases of tsconfig.json.",
      ],
    },
    {
      name: "an import beside a require of the code's own",
      inputs: esm(
        'import { createRequire } from "node:module";\nimport "dayjs";\nconst require = createRequire("/opt/nodejs/");\nrequire("sharp");',
      ),
      findings: [
        `index.mjs:2:1: ${missing("dayjs", "nodejs22.x")}\nFix: ship dayjs in node_modules, or in a layer, or delete the import if nothing uses it.`,
      ],
    },
    {
      name: "what require does not find, in the code and in layers",
      inputs: node("require('./lib');\nrequire('/opt/nodejs/lib');", { "lib.cjs": "" }),
      findings: [
        'index.js:1:1: "./lib" is required, which finds no file that ends with .cjs or .mjs.\nFix: write "./lib.cjs".',
        'index.js:2:1: "/opt/nodejs/lib" is imported, and no layer of the function has such a file.\n' +
          "Fix: add the layer that has it, or correct the path below /opt.",
      ],
    },
  ],
  stacks: {
    passes: [
      {
        name: "a package in a layer",
        resources: layered({ "python/requests/__init__.py": "" }, python("import requests")),
      },
      {
        name: "a package in a layer for Node.js",
        resources: layered({ "nodejs/node_modules/sharp/index.js": "" }, node("require('sharp');")),
      },
      {
        name: "a file of a layer by its path",
        resources: layered({ "nodejs/lib.js": "" }, node("require('/opt/nodejs/lib');")),
      },
    ],
    violates: [
      {
        name: "one file of two functions",
        resources: functions({ a: python("import requests"), b: python("import requests") }),
        findings: [
          {
            on: "a",
            text: `app.py:1:1: ${missing("requests", "python3.13", ' (also in "b")')}\n${pip("requests")}`,
          },
        ],
      },
    ],
  },
});
