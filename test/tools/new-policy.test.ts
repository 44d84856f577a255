import assert from "node:assert/strict";
import { cp, readFile } from "node:fs/promises";
import path from "node:path";
import { newPolicy } from "../../tools/new-policy";
import { removeDirectory, repository, temporaryDirectory } from "../../tools/programs";

describe("tools/new-policy", () => {
  let root: string;
  const read = (file: string) => readFile(path.join(root, file), "utf8");
  beforeEach(async () => {
    root = await temporaryDirectory();
    for (const file of ["policies/index.ts", "CHANGELOG.md"])
      await cp(path.join(repository, file), path.join(root, file));
  });
  afterEach(() => removeDirectory(root));

  const args = ["sqs-queue-redrive", "--type", "aws:sqs/queue:Queue"];

  it("writes policy, table and programs, and adds the policy to the catalogue and the changelog", async () => {
    await newPolicy(args, root);
    assert.match(await read("policies/sqs/sqs-queue-redrive.ts"), /export const sqsQueueRedrive = resourcePolicy\(/);
    assert.match(await read("test/policies/sqs/sqs-queue-redrive.test.ts"), /^resourceTable\(/m);
    for (const file of ["violating/index.ts", "violating/__main__.py", "complying/index.ts", "complying/__main__.py"])
      assert.equal(await read(`examples/policies/sqs-queue-redrive/${file}`), "");
    const catalogue = await read("policies/index.ts");
    assert.match(catalogue, /import { sqsQueueRedrive } from ".\/sqs\/sqs-queue-redrive";\nimport .* from ".\/tags/);
    assert.match(catalogue, /, sqsQueueRedrive\],\n\};\n/);
    assert.match(await read("CHANGELOG.md"), /^- \[sqs-queue-redrive\]\(docs\/policies\/sqs-queue-redrive.md\)$/m);
  });

  it("writes a policy that compares resources", async () => {
    await newPolicy([...args, "--stack"], root);
    assert.match(
      await read("policies/sqs/sqs-queue-redrive.ts"),
      /stackPolicy\([\s\S]*graph\.ofType\("aws:sqs\/queue:Queue"\)/,
    );
    assert.match(await read("test/policies/sqs/sqs-queue-redrive.test.ts"), /^stackTable\(/m);
  });

  it("refuses a name that is taken, and changes nothing", async () => {
    await newPolicy(args, root);
    const before = await read("policies/index.ts");
    await assert.rejects(newPolicy(args, root), /policies\/sqs\/sqs-queue-redrive\.ts exists already/);
    assert.equal(await read("policies/index.ts"), before);
  });

  for (const wrong of [[], ["Queue"], ["queue", "--type", "aws:sqs/queue:Queue"], ["sqs-queue"], [...args, "more"]]) {
    it(`refuses the arguments "${wrong.join(" ")}"`, () => assert.rejects(newPolicy(wrong, root), /^Error: Usage: /));
  }
});
