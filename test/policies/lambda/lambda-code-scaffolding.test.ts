import { resourceTable } from "../../support/resource-table";
import { assetArchive, stringAsset } from "../../support/wire";

const files = (sources: Record<string, string>, runtime = "python3.12") => ({
  runtime,
  handler: "app.handler",
  code: assetArchive(Object.fromEntries(Object.entries(sources).map(([file, text]) => [file, stringAsset(text)]))),
});
const HANDLER = "def handler(event, context):\n    return event\n";

resourceTable({
  policy: "lambda-code-scaffolding",
  type: "aws:lambda/function:Function",
  passes: [
    {
      name: "comments of people",
      inputs: files({
        "app.py": `# Here is the trick: keys are sorted.\n### Helpers ###\n# Answers the request.\n${HANDLER}`,
      }),
    },
    {
      name: "headings in a docstring",
      inputs: files({ "app.py": `"""\n### Answer\n\`\`\`python\nx = 1\n\`\`\`\n"""\n${HANDLER}` }),
    },
    { name: "a Markdown file", inputs: files({ "app.py": HANDLER, "README.md": "### Answer\n" }) },
    {
      name: "a template string in JavaScript",
      inputs: files({ "app.js": "exports.handler = async () => `\n### Answer\n`;\n" }, "nodejs22.x"),
    },
  ],
  violates: [
    {
      name: "the documented headings",
      inputs: files({ "app.py": `### Reasoning Trace\n# The handler returns the event.\n### Answer\n${HANDLER}` }),
      findings: [
        'app.py:1:1: "Reasoning Trace" is left over from the answer of a chat, as is line 3.\n' +
          "Fix: delete lines 1 and 3, and the rest of the answer that is not code.",
      ],
    },
    {
      name: "a layer",
      type: "aws:lambda/layerVersion:LayerVersion",
      inputs: { layerName: "shared", code: assetArchive({ "python/shared.py": stringAsset("### Answer\nA = 1\n") }) },
      findings: [
        'python/shared.py:1:1: "Answer" is left over from the answer of a chat.\n' +
          "Fix: delete line 1, and the rest of the answer that is not code.",
      ],
    },
    {
      name: "Markdown fences around the code",
      inputs: files({ "app.py": `\`\`\`python\n${HANDLER}\`\`\`\n` }),
      findings: [
        "app.py:1:1: this Markdown fence is left over from the answer of a chat, as is line 4.\n" +
          "Fix: delete lines 1 and 4, and the rest of the answer that is not code.",
      ],
    },
    {
      name: "a sentence of an assistant in JavaScript",
      inputs: files({ "app.js": "// Here is the updated code:\nexports.handler = async () => 1;\n" }, "nodejs22.x"),
      findings: [
        'app.js:1:1: "Here is the …" is left over from the answer of a chat.\n' +
          "Fix: delete line 1, and the rest of the answer that is not code.",
      ],
    },
  ],
  advises: [
    {
      name: "a container image",
      inputs: { packageType: "Image", imageUri: "repo/image:1" },
      findings: [
        "imageUri: the code cannot be judged: it is a container image.\n" +
          "Fix: to have it judged, judge the code where the image is built.",
      ],
    },
  ],
});
