import assert from "node:assert/strict";
import path from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { judge } from "../../testing";
import { pulumiCli } from "../../tools/cli";
import { executable as policyPack } from "../../tools/programs";

const configuration = { all: "disabled", "lambda-handler-loads": "mandatory" };

/** A function whose code is in this repository, by a path from there. */
const functionWith = (handler: string) => () => {
  const code = new pulumi.asset.FileArchive("./test/corpus/python");
  new aws.lambda.Function("worker", { code, handler, role: "arn:aws:iam::1:role/a", runtime: "python3.13" });
};

describe("aws-serverless-guard/testing", () => {
  const own = process.env.PATH;
  before(async () => {
    const { path: cli, env } = await pulumiCli();
    process.env.PATH = [path.dirname(cli), env.PATH].join(path.delimiter);
  });
  after(() => {
    process.env.PATH = own;
  });

  it("checks code by relative paths, and a state as a preview", async () => {
    for (const at of ["preview", "state"] as const) {
      const found = await judge(functionWith("alias.nothing"), { policyPack, configuration, at });
      assert.deepEqual(
        found.map(({ policy, level, resource }) => [policy, level, resource]),
        [["lambda-handler-loads", "mandatory", "worker"]],
      );
    }
    assert.deepEqual(await judge(functionWith("alias.handler"), { policyPack, configuration }), []);
  });

  it("throws where a program or a pack fails", async () => {
    const fails = () => {
      throw new Error("no such thing");
    };
    await assert.rejects(judge(fails, { policyPack, configuration }), /^Error: pulumi failed:\n[\s\S]*no such thing/);
    await assert.rejects(
      judge(() => {}, { policyPack: "./nowhere" }),
      /^Error: pulumi failed:\n[\s\S]*nowhere/,
    );
  });

  it("says that it needs pulumi", async () => {
    const { PATH } = process.env;
    process.env.PATH = "";
    await assert.rejects(
      judge(() => {}, { policyPack }),
      /^Error: there is no pulumi on PATH; install it: https:/,
    );
    process.env.PATH = PATH;
  });
});
