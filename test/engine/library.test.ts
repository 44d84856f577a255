import assert from "node:assert/strict";
import { Stack, writeProgram } from "../../tools/engine";
import { removeDirectory } from "../../tools/programs";
import { load, writePack } from "../support/packs";

/** A pack of somebody else: a policy of its own beside those of the library, one of which repairs. */
const PACK = `
const { PolicyPack } = require("@pulumi/policy");
const { serverlessPolicies } = ${load("library")};
new PolicyPack("acme", {
  policies: [
    {
      name: "handler-name",
      description: "Handlers have a name of their own.",
      enforcementLevel: "mandatory",
      validateResource({ props, type }, report) {
        if (type === "aws:lambda/function:Function") report("the handler is " + props.handler);
      },
    },
    ...serverlessPolicies({
      all: "mandatory",
      catalogue: { pages: "https://docs.acme.example" },
      "lambda-python-runtime": "remediate",
      "required-tags": { tags: ["Team"] },
    }),
  ],
});
`;

/** An empty file, as packages have it. The program fails on it as well, when the provider answers: after it was checked. */
const PROGRAM = `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
new aws.lambda.Function("resize", {
  role: "arn:aws:iam::123456789012:role/resize",
  runtime: "python3.8",
  handler: "app.main",
  code: new pulumi.asset.AssetArchive({
    "__init__.py": new pulumi.asset.StringAsset(""),
    "app.py": new pulumi.asset.StringAsset("import os\\n\\n\\ndef main(event, context):\\n    return event\\n"),
  }),
});
`;

describe("the policies in a pack of somebody else, on the real engine", () => {
  it("check and repair a function with an empty file, on which the SDK throws, as that pack's own policies do", async () => {
    const [program, policyPack] = [await writeProgram({ "index.ts": PROGRAM }), await writePack(PACK)];
    const stack = await Stack.create(program);
    try {
      const { violations, stdout, stderr } = await stack.preview({ policyPack });
      const found = violations.map(
        ({ policy, message }) => `${policy}: ${message.trim().split("\n").slice(1).join("\n")}`,
      );
      assert.deepEqual(
        found.sort(),
        [
          "handler-name: the handler is app.main",
          'required-tags: tags: required tags are missing: "Team" (option tags).\n' +
            'Fix: add "Team" to tags, or to defaultTags of the provider.\n' +
            "https://docs.acme.example/required-tags.md",
        ],
        stdout + stderr,
      );
      assert.match(stdout, /\[remediate\] +lambda-python-runtime +\(1 resource\)/);
    } finally {
      await stack.remove();
      for (const directory of [program, policyPack]) await removeDirectory(directory);
    }
  });
});
