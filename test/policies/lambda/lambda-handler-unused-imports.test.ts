import { codeTable, functions } from "../../support/code-table";
import { assetArchive, stringAsset, unknown } from "../../support/wire";

const lambda = (source: string, more: Record<string, unknown> = {}) => ({
  runtime: "python3.12",
  handler: "app.handler",
  code: assetArchive({ "app.py": stringAsset(`${source}\n`), ...more }),
});
const LONG = Array.from({ length: 12 }, (_, index) => `long_name_${index}`).join(", ");
const LONG_MODULE = `acme.${"m".repeat(68)}`;
const HANDLER = "def handler(event, context):\n    return event";

/** Two files, one of which imports the handler of a function. */
const SHARED = lambda("from lib.api import handler", {
  "main.py": stringAsset(`import app\nprint(app)\n${HANDLER}\n`),
  "lib/api.py": stringAsset(`${HANDLER}\n`),
});

const node = (source: string) => ({
  runtime: "nodejs22.x",
  handler: "app.handler",
  code: assetArchive({ "app.mjs": stringAsset(`${source}\nexport const handler = async () => ({ used });\n`) }),
});

codeTable({
  policy: "lambda-handler-unused-imports",
  passes: [
    {
      name: "imports of JavaScript that are used, or meant",
      inputs: node(
        "import used from 'a';\nimport 'b';\nimport _ from 'c';\nimport { d } from 'd';\nexport { d };\nimport e from 'e'; // e patches http",
      ),
    },
    {
      name: "JavaScript whose author knows",
      inputs: node("/* eslint no-unused-vars: 0 */\nimport used, { other } from 'a';"),
    },
    {
      name: "an import that is used",
      inputs: lambda("import json\n\ndef handler(event, context):\n    return json.dumps(event)"),
    },
    { name: "noqa", inputs: lambda(`import numpy as np  # noqa: F401\n\n${HANDLER}`) },
    {
      name: "an import that pylint is told of",
      inputs: lambda(`import unzip_requirements  # pylint: disable=wrong-import-order,unused-import\n\n${HANDLER}`),
    },
    { name: "__all__", inputs: lambda(`from shared import thing\n\n__all__ = ["thing"]\n\n${HANDLER}`) },
    { name: "a redundant alias, which exports", inputs: lambda(`from shared import thing as thing\n\n${HANDLER}`) },
    {
      name: "type checking only",
      inputs: lambda(
        `from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from shared import Event\n\ndef handler(event: "Event", context):\n    return event`,
      ),
    },
    {
      name: "a package's __init__.py",
      inputs: lambda(HANDLER, { "shared/__init__.py": stringAsset("from shared.a import b\n") }),
    },
    {
      name: "a test of what is installed",
      inputs: lambda(`try:\n    import ujson\n    FAST = True\nexcept ImportError:\n    FAST = False\n${HANDLER}`),
    },
    {
      name: "the handler itself",
      inputs: lambda("from lib.api import handler", { "lib/api.py": stringAsset(`${HANDLER}\n`) }),
    },
    {
      name: "a name that another file imports from here",
      inputs: lambda("from common import dumps\nprint(dumps(1))", {
        "common.py": stringAsset("from json import dumps\n"),
      }),
    },
    {
      name: "a name that another file uses through the module",
      inputs: lambda("from lib import common\nprint(common.json)", { "lib/common.py": stringAsset("import json\n") }),
    },
    {
      name: "a name that another file uses by the module's whole name",
      inputs: lambda("import lib.common\nprint(lib.common.json)", { "lib/common.py": stringAsset("import json\n") }),
    },
    {
      name: "all names, which another file imports",
      inputs: lambda("from common import *", { "common.py": stringAsset("import json\n") }),
    },
    { name: "names that are used as text", inputs: lambda("import json\nprint(eval('json'))") },
    {
      name: "names of a module that another file hands on",
      inputs: lambda(`import models, other\n\nprint(vars(models), other.name)\n${HANDLER}`, {
        "models.py": stringAsset("from acme import User\n"),
        "other.py": stringAsset("name = 1\n"),
      }),
    },
    {
      name: "an import whose failure is suppressed",
      inputs: lambda(
        `import contextlib\nwith contextlib.suppress(ImportError):\n    import unzip_requirements\n${HANDLER}`,
      ),
    },
    {
      name: "names that are taken from the module by its name",
      inputs: lambda("import json, sys\nprint(getattr(sys.modules[__name__], 'json'))"),
    },
    {
      name: "tests and packages",
      inputs: lambda(`import a\nfrom tests import b\nprint(a, b)\n${HANDLER}`, {
        "tests/b.py": stringAsset("import json\n"),
        "site-packages/a.py": stringAsset("import os\n"),
      }),
    },
    { name: "a file that the handler does not load", inputs: lambda(HANDLER, { "b.py": stringAsset("import os\n") }) },
    { name: "an unknown handler, which any import may be", inputs: { ...lambda("import handlers"), handler: unknown } },
    { name: "unknown code", inputs: { ...lambda(HANDLER), code: unknown } },
    { name: "another language", inputs: { ...lambda(`import numpy\n${HANDLER}`), runtime: "nodejs22.x" } },
    { name: "a container image", inputs: { packageType: "Image", imageUri: "repo/image:1" } },
  ],
  violates: [
    {
      name: "imports of JavaScript",
      inputs: node("import used, { other } from 'a';\nconst sharp = require('sharp');"),
      findings: [
        'app.mjs:1:16: "other" is imported from "a" and not used.\nFix: delete "other" from the import.',
        'app.mjs:2:7: "sharp" is imported from "sharp" and not used.\nFix: delete the import, or import "sharp" without a name if it is there for what it does.',
      ],
    },
    {
      name: "the documented import",
      inputs: lambda(`import json\nimport numpy as np\n\ndef handler(event, context):\n    return json.dumps(event)`),
      findings: ['app.py:2:17: "numpy" is imported as "np" and not used.\n' + 'Fix: delete "import numpy as np".'],
    },
    {
      name: "one of several names",
      inputs: lambda(`from os import environ, path\n\ndef handler(event, context):\n    return environ`),
      findings: ['app.py:1:25: "os.path" is imported and not used.\n' + 'Fix: write "from os import environ" instead.'],
    },
    {
      name: "within something else",
      inputs: lambda(
        `import models\nfrom contextlib import suppress\nwith suppress(KeyError):\n    import acme\nprint(models.name)\n${HANDLER}`,
        {
          "models.py": stringAsset("import json\nname = 1\n"),
        },
      ),
      findings: [
        'app.py:4:12: "acme" is imported and not used.\nFix: delete "import acme".',
        'models.py:1:8: "json" is imported and not used.\nFix: delete "import json".',
      ],
    },
    {
      name: "in another file of the function",
      inputs: lambda(`from lib import helper\nhelper.run()\n${HANDLER}`, {
        "lib/helper.py": stringAsset("import os\n"),
      }),
      findings: ['lib/helper.py:1:8: "os" is imported and not used.\n' + 'Fix: delete "import os".'],
    },

    {
      name: "two in one statement",
      inputs: lambda(`import os, sys, json as j\nprint(os)\n${HANDLER}`),
      findings: [
        'app.py:1:12: "sys" is imported and not used.\nFix: write "import os" instead.',
        'app.py:1:25: "json" is imported as "j" and not used.\nFix: write "import os" instead.',
      ],
    },
    {
      name: "one of several lines",
      inputs: lambda("from typing import (\n    Any,\n    List,  # of events\n)\nprint(Any)"),
      findings: ['app.py:3:5: "typing.List" is imported and not used.\nFix: write "from typing import Any" instead.'],
    },
    {
      name: "a relative import",
      inputs: lambda(`import lib.a\nlib.a.run()\n${HANDLER}`, {
        "lib/a.py": stringAsset("from ..shared.util import first, second\nprint(first)\n"),
      }),
      findings: [
        'lib/a.py:1:34: "..shared.util.second" is imported and not used.\nFix: write "from ..shared.util import first" instead.',
      ],
    },
    {
      name: "one of many names",
      inputs: lambda(`from acme import ${LONG}\nprint(${LONG.replace("long_name_3, ", "")})`),
      findings: [
        'app.py:1:57: "acme.long_name_3" is imported and not used.\nFix: delete "long_name_3" from the import.',
      ],
    },
    {
      name: "a long import",
      inputs: lambda(`import ${LONG_MODULE}.client as client\n${HANDLER}`),
      findings: [
        `app.py:1:92: "${LONG_MODULE}.client" is imported and not used.\nFix: delete "client" from the import.`,
      ],
    },
    {
      name: "an import of as many characters as are shown",
      inputs: lambda(`import ${LONG_MODULE}\n${HANDLER}`),
      findings: [`app.py:1:8: "${LONG_MODULE}" is imported and not used.\nFix: delete "import ${LONG_MODULE}".`],
    },
    {
      name: "a module of a package, which gives a value to the package's name",
      inputs: lambda(`import concurrent.futures\n${HANDLER}`),
      findings: [
        'app.py:1:8: "concurrent.futures" is imported and not used.\nFix: delete "import concurrent.futures".',
      ],
    },
    {
      name: "a name that is also an attribute of a variable, which has the name of the file",
      inputs: lambda("import json\nimport acme\napp = acme.App()\nprint(app.json)"),
      findings: ['app.py:1:8: "json" is imported and not used.\nFix: delete "import json".'],
    },
    {
      name: "behind a byte order mark and beside an emoji",
      inputs: lambda(`\uFEFFx = "😀"; import json\n${HANDLER}`),
      findings: ['app.py:1:17: "json" is imported and not used.\nFix: delete "import json".'],
    },
  ],
  stacks: {
    passes: [
      {
        name: "an import that is the handler of another function",
        resources: functions({
          a: { ...SHARED, handler: "app.handler" },
          b: { ...SHARED, handler: "main.handler" },
        }),
      },
    ],
    violates: [
      {
        name: "a file that several functions load",
        resources: functions(
          Object.fromEntries(
            ["a", "b", "c", "d", "e", "f", "g", "h"].map((name) => [name, lambda(`import os\n${HANDLER}`)]),
          ),
        ),
        findings: [
          {
            on: "a",
            text: 'app.py:1:8: "os" is imported and not used (also in "b", "c", "d", "e", "f" and 2 more).\nFix: delete "import os".',
          },
        ],
      },
      {
        name: "files of one name in several functions",
        resources: functions({ a: lambda(`import os\n${HANDLER}`), b: lambda(`import os\nx = 1\n${HANDLER}`) }),
        findings: ["a", "b"].map((on) => ({
          on,
          text: 'app.py:1:8: "os" is imported and not used.\nFix: delete "import os".',
        })),
      },
    ],
  },
});
