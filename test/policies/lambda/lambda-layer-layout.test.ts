import { output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";
import { assetArchive, stringAsset, unknown } from "../../support/wire";

const archive = (files: Readonly<Record<string, string>>) =>
  assetArchive(Object.fromEntries(Object.entries(files).map(([file, text]) => [file, stringAsset(text)])));
const files = (...names: readonly string[]) => archive(Object.fromEntries(names.map((name) => [name, ""])));
const layer = (code: unknown, compatibleRuntimes?: readonly string[]) => ({
  type: "aws:lambda/layerVersion:LayerVersion",
  name: "shared",
  inputs: { layerName: "shared", code, ...(compatibleRuntimes && { compatibleRuntimes }) },
});
const lambda = (inputs: object = {}) => ({
  type: "aws:lambda/function:Function",
  name: "api",
  inputs: {
    role: "arn:aws:iam::123456789012:role/api",
    runtime: "python3.13",
    handler: "app.handler",
    code: archive({ "app.py": "import helpers\n" }),
    layers: [output("shared", "arn")],
    ...inputs,
  },
});
const node = { runtime: "nodejs22.x", handler: "index.handler", code: archive({ "index.js": "require('isbn');\n" }) };

const python =
  "python3.13 looks in /opt/python or /opt/python/lib/python3.13/site-packages, and finds nothing of the layer there";

stackTable({
  policy: "lambda-layer-layout",
  passes: [
    { name: "python", resources: [layer(files("python/helpers.py")), lambda()] },
    {
      name: "site-packages of the function's version",
      resources: [layer(files("python/lib/python3.13/site-packages/a.py")), lambda()],
    },
    { name: "nodejs/node_modules", resources: [layer(files("nodejs/node_modules/isbn/index.js")), lambda(node)] },
    { name: "node_modules of the version", resources: [layer(files("nodejs/node22/node_modules/a.js")), lambda(node)] },
    { name: "programs for any runtime", resources: [layer(files("bin/wrap", "helpers.py")), lambda()] },
    { name: "data", resources: [layer(files("fonts/serif.ttf")), lambda()] },
    { name: "a layer for a runtime that looks nowhere", resources: [layer(files("x.js"), ["provided.al2023"])] },
    { name: "a layer of no runtime that no function uses", resources: [layer(files("helpers.py"))] },
    {
      name: "a path in the code",
      resources: [
        layer(files("nodejs/util.js")),
        lambda({ ...node, code: archive({ "index.js": "require('/opt/nodejs/util');\n" }) }),
      ],
    },
    {
      name: "a path in a variable",
      resources: [layer(files("a.py")), lambda({ environment: { variables: { PYTHONPATH: "/opt" } } })],
    },
    { name: "unknown variables", resources: [layer(files("a.py")), lambda({ environment: { variables: unknown } })] },
    { name: "a runtime that is not known", resources: [layer(files("a.py")), lambda({ runtime: unknown })] },
  ],
  violates: [
    {
      name: "modules at the top",
      resources: [layer(files("helpers/__init__.py", "helpers/rates.py"), ["python3.13"]), lambda()],
      findings: [
        {
          on: "shared",
          text:
            `code: function "api" cannot import "helpers/__init__.py" and 1 more of the layer: ${python}.\n` +
            'Fix: pack the files so that "helpers/__init__.py" is "python/helpers/__init__.py" in the archive.',
        },
      ],
    },
    {
      name: "site-packages of another version",
      resources: [layer(files("python/lib/python3.12/site-packages/a.py")), lambda()],
      findings: [
        {
          on: "shared",
          text:
            `code: function "api" cannot import "python/lib/python3.12/site-packages/a.py" of the layer: ${python}.\n` +
            'Fix: pack the files so that "python/lib/python3.12/site-packages/a.py" is "python/a.py" in the archive.',
        },
      ],
    },
    {
      name: "packages of Node.js without nodejs/node_modules",
      resources: [layer(files("isbn/index.js")), lambda(node)],
      findings: [
        {
          on: "shared",
          text:
            `code: function "api" cannot import "isbn/index.js" of the layer: nodejs22 looks in /opt/nodejs/node_modules or /opt/nodejs/node22/node_modules, and finds nothing of the layer there.\n` +
            'Fix: pack the files so that "isbn/index.js" is "nodejs/node_modules/isbn/index.js" in the archive.',
        },
      ],
    },
    {
      name: "a layer that no function uses",
      resources: [layer(files("lib/python3.13/site-packages/a.py"), ["python3.13"])],
      findings: [
        {
          on: "shared",
          level: "advisory",
          text:
            `code: functions cannot import "lib/python3.13/site-packages/a.py" of the layer: ${python}.\n` +
            'Fix: pack the files so that "lib/python3.13/site-packages/a.py" is "python/a.py" in the archive.',
        },
      ],
    },
  ],
});
