import { resourceTable } from "../../support/resource-table";
import { assetArchive, stringAsset } from "../../support/wire";

const lambda = (source: string, more: Record<string, unknown> = {}) => ({
  runtime: "python3.12",
  handler: "app.handler",
  code: assetArchive({ "app.py": stringAsset(`${source}\n`), ...more }),
});
const HANDLER = "def handler(event, context):\n    return event";

resourceTable({
  policy: "lambda-handler-unused-imports",
  type: "aws:lambda/function:Function",
  passes: [
    {
      name: "an import that is used",
      inputs: lambda("import json\n\ndef handler(event, context):\n    return json.dumps(event)"),
    },
    { name: "noqa", inputs: lambda(`import numpy as np  # noqa: F401\n\n${HANDLER}`) },
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
    { name: "another language", inputs: { ...lambda(`import numpy\n${HANDLER}`), runtime: "nodejs22.x" } },
    { name: "a container image", inputs: { packageType: "Image", imageUri: "repo/image:1" } },
  ],
  violates: [
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
      name: "in another file of the function",
      inputs: lambda(HANDLER, { "lib/helper.py": stringAsset("import os\n") }),
      findings: ['lib/helper.py:1:8: "os" is imported and not used.\n' + 'Fix: delete "import os".'],
    },
  ],
});
