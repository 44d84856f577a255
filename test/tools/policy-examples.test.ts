import assert from "node:assert/strict";
import { policyExamples } from "../../tools/policy-examples";
import { removeDirectory, writeProgram } from "../../tools/programs";

const FILES = {
  "queue-name/violating/__main__.py": "Queue()\n",
  "queue-name/violating/index.ts": "new Queue();\n",
  "queue-name/complying/app/app.py": "pass\n",
  "queue-name/shared/__main__.py": 'Queue("jobs")\n',
  "queue-name/complying/index.ts": 'new Queue("jobs");\n',
  "queue-name/shared/app/app.py": "import numpy\n",
  "queue-name/finding.txt": "queue-name\n",
};

describe("the programs of a policy", () => {
  const read = async (files: Readonly<Record<string, string>>) => {
    const directory = await writeProgram(files);
    try {
      return await policyExamples("queue-name", directory);
    } finally {
      await removeDirectory(directory);
    }
  };

  it("have their own files first, and the shared ones that they do not have themselves", async () => {
    const { violating, complying, finding } = await read(FILES);
    assert.deepEqual(Object.entries(violating), [
      ["__main__.py", "Queue()\n"],
      ["index.ts", "new Queue();\n"],
      ["app/app.py", "import numpy\n"],
    ]);
    assert.deepEqual(Object.entries(complying), [
      ["app/app.py", "pass\n"],
      ["index.ts", 'new Queue("jobs");\n'],
      ["__main__.py", 'Queue("jobs")\n'],
    ]);
    assert.equal(finding, "queue-name\n");
  });

  for (const file of [
    "queue-name/shared/__main__.py",
    "queue-name/violating/index.ts",
    "queue-name/finding.txt",
  ] as const) {
    it(`are none without ${file}`, async () => {
      const { [file]: _, ...others } = FILES;
      const missing = file.replace("shared", "complying");
      await assert.rejects(read(others), (error: Error) => {
        return (
          error.message.startsWith("policy queue-name: there is no ") &&
          error.message.split("; ")[0]?.endsWith(missing) === true
        );
      });
    });
  }
});
