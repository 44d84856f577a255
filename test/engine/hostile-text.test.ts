import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { Stack, writeProgram } from "../../tools/engine";
import { cli, parseJunit, sarifErrors } from "../cli/support";
import { HOSTILE_TEXTS } from "../properties/support/hostile";
import { assertFinding, assertPrintable } from "../properties/support/printed";
import { policyPack } from "../support/pack-process";

/** A null character, which programs cannot pass on. */
const texts = HOSTILE_TEXTS.filter((text) => !text.includes("\0"));

const PROGRAM = `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const texts: string[] = JSON.parse(${JSON.stringify(JSON.stringify([...texts, "<{%no such colour%}>", "<{% no end"]))});
texts.forEach((text, index) => {
  new aws.dynamodb.Table("table-" + index, {
    billingMode: "PAY_PER_REQUEST",
    hashKey: text,
    attributes: [{ name: "other" + text, type: text }],
    globalSecondaryIndexes: [{ name: text, hashKey: "h", projectionType: "ALL", readCapacity: 5 }],
  });
  const source = "import os as x\\n# " + text + "\\n### Answer\\n";
  new aws.lambda.Function("function-" + index, {
    role: "arn:aws:iam::123456789012:role/r",
    runtime: "python3.12",
    handler: text + ".handler",
    code: new pulumi.asset.AssetArchive({ ["a" + text.replace(/[/]/g, "") + ".py"]: new pulumi.asset.StringAsset(source) }),
  });
});
`;

describe("hostile texts on the real engine", () => {
  it("show as text on a terminal with colours, and in reports", async () => {
    const program = await writeProgram({ "index.ts": PROGRAM });
    const stack = await Stack.create(program, { shared: true });
    try {
      const run = await stack.preview({ policyPack, policyPackConfig: { all: "advisory" }, color: true });
      assert.equal(run.exitCode, 0, run.stdout + run.stderr);
      assert.ok(run.violations.length > texts.length * 4, `${run.violations.length} violations`);
      // The engine has a directive around each message.
      for (const { message } of run.violations)
        assertFinding(
          message
            .trim()
            .replace(/^<\{%reset%\}>|<\{%reset%\}>$/g, "")
            .trim(),
        );
      const start = run.stdout.indexOf("Policies:");
      assert.ok(start > 0, run.stdout);
      // The CLI's own colours, and nothing else.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
      assertPrintable(run.stdout.slice(start).replace(/\u001b\[[\d;]*m/g, ""));
      const input = run.events.map((event) => JSON.stringify(event)).join("\n");
      const sarif = await cli(["report", "--format", "sarif", "-"], { input });
      assert.deepEqual(sarifErrors(JSON.parse(sarif.stdout)), []);
      const junit = await cli(["report", "--format", "junit", "-"], { input });
      assertPrintable(junit.stdout + junit.stderr + sarif.stderr);
      await parseJunit(junit.stdout);
    } finally {
      await stack.remove();
      await rm(program, { recursive: true });
    }
  });
});
