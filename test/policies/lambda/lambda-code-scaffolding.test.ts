import { codeTable } from "../../support/code-table";
import { assetArchive, secret, stringAsset, unknown } from "../../support/wire";

const files = (sources: Record<string, string>, runtime = "python3.12") => ({
  runtime,
  handler: "app.handler",
  code: assetArchive(Object.fromEntries(Object.entries(sources).map(([file, text]) => [file, stringAsset(text)]))),
});
const HANDLER = "def handler(event, context):\n    return event\n";

const leftOver = (place: string, words: string, lines: string, others = "") =>
  `${place}: ${words} is left over from a chat answer${others}.\nFix: delete ${lines}, and the rest of the answer that is not code.`;

codeTable({
  policy: "lambda-code-scaffolding",
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

    {
      name: "more comments of people",
      inputs: files({
        "app.py":
          "# Answer\n## Answers by id\n# Sure, why not\n# ~~~~\n# `````\nx = 1  # ### Answer\n# I hope this helps the next reader\n",
      }),
    },
    {
      name: "headings in a text for a model",
      inputs: files({ "app.py": "P = f'''\n### Answer\n```json\n{1 + 1}\n### Answer\n'''\n" }),
    },
    {
      name: "headings behind a placeholder in JavaScript",
      inputs: files({ "app.mjs": "const p = `\n\u0024{1}\n### Answer\n`;\n" }, "nodejs22.x"),
    },
    {
      name: "examples in comments",
      inputs: files({
        "app.py": "# ```json\n# {}\n#\n# ```\nx = 1\n",
        "a.ts": "/**\n * ```ts\n * f();\n * ```\n */\n",
      }),
    },
    {
      name: "packages",
      inputs: files({ "node_modules/a/index.js": "// ### Answer\n", "site-packages/a.py": "### Answer\n" }),
    },
    { name: "tests", inputs: files({ "app.test.py": "### Answer\n", "a.spec.ts": "// ### Answer\n" }) },
    {
      name: "what is beside the function in the directory of a project",
      inputs: files({
        "Pulumi.yaml": "name: program\n",
        "__main__.py": "### Answer\n",
        "env/pyvenv.cfg": "",
        "env/bin/activate_this.py": "### Answer\n",
        "app.py": HANDLER,
      }),
    },
    { name: "a container image", inputs: { packageType: "Image", imageUri: "repo/image:1" } },
    { name: "unknown code", inputs: { ...files({ "app.py": HANDLER }), code: unknown } },
  ],
  violates: [
    {
      name: "three headings",
      inputs: files({
        "app.py": `### Reasoning Trace\n# The handler returns the event.\n### Answer\n${HANDLER}### Answer\n`,
      }),
      findings: [
        'app.py:1:1: "Reasoning Trace" is left over from a chat answer, as are lines 3 and 6.\n' +
          "Fix: delete lines 1, 3 and 6, and the rest of the answer that is not code.",
      ],
    },
    {
      name: "the documented headings",
      inputs: files({ "app.py": `### Reasoning Trace\n# The handler returns the event.\n### Answer\n${HANDLER}` }),
      findings: [
        'app.py:1:1: "Reasoning Trace" is left over from a chat answer, as is line 3.\n' +
          "Fix: delete lines 1 and 3, and the rest of the answer that is not code.",
      ],
    },
    {
      name: "a file by a name with which other lines of a message begin",
      inputs: files({ "Exempted: by design.py": "### Answer\nA = 1\n" }),
      findings: [
        '"Exempted: by design.py":1:1: "Answer" is left over from a chat answer.\n' +
          "Fix: delete line 1, and the rest of the answer that is not code.",
      ],
    },
    {
      name: "secret code",
      inputs: { ...files({}), code: secret(assetArchive({ "hunter2.py": stringAsset("A = 1\n### Answer\n") })) },
      findings: [
        "the violation is in a value that is marked as secret, in line 2 of a file, and is not shown.\n" +
          "Fix: look where the program makes the value; the policy's page says what to do.",
      ],
    },
    {
      name: "a layer",
      type: "aws:lambda/layerVersion:LayerVersion",
      inputs: { layerName: "shared", code: assetArchive({ "python/shared.py": stringAsset("### Answer\nA = 1\n") }) },
      findings: [
        'python/shared.py:1:1: "Answer" is left over from a chat answer.\n' +
          "Fix: delete line 1, and the rest of the answer that is not code.",
      ],
    },
    {
      name: "Markdown fences around the code",
      inputs: files({ "app.py": `\`\`\`python\n${HANDLER}\`\`\`\n` }),
      findings: [
        "app.py:1:1: this Markdown fence is left over from a chat answer, as is line 4.\n" +
          "Fix: delete lines 1 and 4, and the rest of the answer that is not code.",
      ],
    },
    {
      name: "a sentence of an assistant in JavaScript",
      inputs: files({ "app.js": "// Here is the updated code:\nexports.handler = async () => 1;\n" }, "nodejs22.x"),
      findings: [
        'app.js:1:1: "Here is the …" is left over from a chat answer.\n' +
          "Fix: delete line 1, and the rest of the answer that is not code.",
      ],
    },

    {
      name: "more sentences",
      inputs: files({
        "a.py": "Here is the complete, working implementation:\nx = 1\n",
        "b.py": "# Certainly! Here's the fix.\nx = 1\n",
        "c.py": "x = 1\n    # I hope this helps!\n",
        "d.py": "# As an AI language model, I cannot run this.\n",
        "e.py": "# Let me know if you have any questions.\n",
        "f.py": "# The rest of the code remains unchanged\n",
      }),
      findings: [
        leftOver("a.py:1:1", '"Here is the …"', "line 1"),
        leftOver("b.py:1:1", '"Sure, …"', "line 1"),
        leftOver("c.py:2:5", '"I hope this helps"', "line 2"),
        leftOver("d.py:1:1", '"As an AI language model"', "line 1"),
        leftOver("e.py:1:1", '"Let me know if you …"', "line 1"),
        leftOver("f.py:1:1", '"rest of the code remains …"', "line 1"),
      ],
    },
    {
      name: "comments of JavaScript and TypeScript, and a fence before a template",
      inputs: files(
        {
          "a.ts": "/* ### Answer */\nexport const x: number = 1;\n",
          "b.mjs": "```js\nexport const x = `\n### Answer\n`;\n```\n",
          "c.cjs": "const a = '### Answer';\n  // **Final Answer:**\n",
          "d.js": "// ... existing code ...\n",
          "e.js": "/**\n * ### Reasoning\n */\n",
        },
        "nodejs22.x",
      ),
      findings: [
        leftOver("a.ts:1:1", '"Answer"', "line 1"),
        leftOver("b.mjs:1:1", "this Markdown fence", "line 1"),
        leftOver("c.cjs:2:3", '"Final Answer"', "line 2"),
        leftOver("d.js:1:1", '"… existing code …"', "line 1"),
        leftOver("e.js:2:2", '"Reasoning"', "line 2"),
      ],
    },
    {
      name: "headings in comments, in any runtime",
      inputs: files(
        { "a.py": "# ### Answer:\n", "b.py": "### Chain of Thought\n", "c.py": "# **Answer:**\n" },
        "provided.al2023",
      ),
      findings: [
        leftOver("a.py:1:1", '"Answer"', "line 1"),
        leftOver("b.py:1:1", '"Chain of Thought"', "line 1"),
        leftOver("c.py:1:1", '"Answer"', "line 1"),
      ],
    },
    {
      name: "a fence around code in comments",
      inputs: files({ "app.py": `# \`\`\`python\n${HANDLER}# \`\`\`\n` }),
      findings: [leftOver("app.py:1:1", "this Markdown fence", "lines 1 and 4", ", as is line 4")],
    },
  ],
  stacks: {
    violates: [
      {
        name: "a file that a function and a layer have",
        resources: ["aws:lambda/function:Function", "aws:lambda/layerVersion:LayerVersion"].map((type, index) => ({
          type,
          name: `part-${index}`,
          outputs: files({ "app.py": `### Answer\n${HANDLER}` }),
        })),
        findings: [
          {
            on: "part-0",
            text: leftOver("app.py:1:1", '"Answer"', "line 1", ' (also in "part-1")'),
          },
        ],
      },
    ],
  },
});
