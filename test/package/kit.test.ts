import assert from "node:assert/strict";
import { readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { pulumiCli } from "../../tools/cli";
import { Stack, writeProgram } from "../../tools/engine";
import { packDirectory } from "../support/pack-process";
import { execute, installPackage } from "./install";

const WRONG = `
import { resourcePolicy, type Property } from "aws-serverless-guard/kit";
import { judge } from "aws-serverless-guard/testing";

const about = { name: "a", description: "A.", severity: "low", level: "advisory", remediationSteps: "B.", url: "c" } as const;
const options = { days: { type: "integer", default: 4, description: "Days." } } as const;
resourcePolicy({ ...about, resources: ["a:b:C"], options, check(_, { days }) { days.toFixed(); } });
// @ts-expect-error: the option is a number
resourcePolicy({ ...about, resources: ["a:b:C"], options, check(_, { days }) { days.trim(); } });
// @ts-expect-error: there is no such option
resourcePolicy({ ...about, resources: ["a:b:C"], options, check(_, { weeks }) { String(weeks); } });
// @ts-expect-error: a policy concerns some type
resourcePolicy({ ...about, resources: [], options, check: () => {} });
// @ts-expect-error: there is no such stage
void judge(() => {}, { at: "destroy" });
// @ts-expect-error: a value has to be looked at before it is used
export const read = (property: Property) => property.string().value;
`;

const PROGRAM = `
import * as aws from "@pulumi/aws";
new aws.sqs.Queue("orders", { messageRetentionSeconds: 60, tags: { Team: "shop" } });
`;

/** A pack as docs/own-policies.md shows it, in a project that has nothing but the published packages. */
describe("aws-serverless-guard/kit and /testing", () => {
  let project: string;
  let program: string;
  let stack: Stack;
  before(async () => {
    project = await installPackage("@pulumi/policy@1.21.0");
    const guide = await readFile(path.join(packDirectory, "docs/own-policies.md"), "utf8");
    const [pack = "", tests = ""] = [...guide.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => code);
    await writeFile(path.join(project, "package.json"), '{ "name": "acme", "version": "1.0.0", "main": "index.js" }');
    await writeFile(path.join(project, "PulumiPolicy.yaml"), "runtime: nodejs\nmain: index.js\n");
    await writeFile(path.join(project, "index.ts"), pack);
    await writeFile(path.join(project, "queues.test.ts"), tests);
    await writeFile(path.join(project, "wrong.ts"), WRONG);
    for (const name of ["@types", "@pulumi/aws"]) {
      const [from, to] = [packDirectory, project].map((root) => path.join(root, "node_modules", name)) as [
        string,
        string,
      ];
      await symlink(from, to).catch(() => undefined);
    }
    program = await writeProgram({ "index.ts": PROGRAM });
    stack = await Stack.create(program, { shared: true });
  });
  after(async () => {
    await stack.remove();
    await Promise.all([project, program].map((made) => rm(made, { recursive: true })));
  });

  it("is typed in strict TypeScript, for the module resolutions of both kinds", async () => {
    const compiler = require.resolve("typescript/bin/tsc");
    const common = [
      "--strict",
      "--noUncheckedIndexedAccess",
      "--target",
      "es2022",
      "--skipLibCheck",
      "--types",
      "node",
    ];
    const compile = (...options: readonly string[]) =>
      execute(process.execPath, [compiler, ...common, ...options, "index.ts", "queues.test.ts", "wrong.ts"], {
        cwd: project,
      }).catch(({ stdout }: { stdout: string }) => assert.fail(stdout));
    await compile("--module", "node16");
    await compile("--noEmit", "--module", "commonjs", "--moduleResolution", "node10");
  });

  it("has types that are whole without what the package is developed with", async () => {
    const types = await readFile(path.join(project, "node_modules/aws-serverless-guard/dist/kit/options.d.ts"), "utf8");
    assert.doesNotMatch(types, /json-schema-to-ts/);
  });

  it("checks a preview, with options and exemptions", async () => {
    const judged = async (policyPackConfig?: object) => {
      const { violations } = await stack.preview({
        policyPack: project,
        ...(policyPackConfig && { policyPackConfig }),
      });
      const own = violations.filter(({ policy }) => policy.startsWith("queue-"));
      return own
        .map(({ policy, level, message }) => `${level} ${policy}: ${message.trim().split("\n").slice(1).join(" ")}`)
        .sort();
    };
    const unread =
      'advisory queue-readers: no function of the stack reads queue "orders". Fix: add an aws.lambda.EventSourceMapping for it, or remove it. https://wiki.acme.example/queues';
    const gone = (days: number) =>
      `messageRetentionSeconds: messages are gone after 60 seconds, and have to stay ${days} days (option days). Fix: set messageRetentionSeconds to ${days * 86_400} or more. https://wiki.acme.example/queues`;
    assert.deepEqual(await judged(), [unread, `mandatory queue-retention: ${gone(4)}`]);
    const exemptions = [{ resource: "orders", reason: "OPS-7" }];
    const [, exempted] = await judged({ "queue-retention": { days: 2, exemptions } });
    assert.equal(exempted, `advisory queue-retention: Exempted: OPS-7. ${gone(2)}`);
  });

  it("is tested as the guide shows it, on the real engine", async () => {
    const sdk = path.join(project, "node_modules/@pulumi/pulumi");
    // The provider's package is that of the repository here, and finds its own SDK: a project has one for both.
    await rm(sdk, { recursive: true });
    await symlink(path.join(packDirectory, "node_modules/@pulumi/pulumi"), sdk);
    const { path: cli, env } = await pulumiCli();
    const PATH = [path.dirname(cli), env.PATH].join(path.delimiter);
    const { stdout } = await execute(process.execPath, ["--test", "queues.test.js"], {
      cwd: project,
      env: { ...process.env, PATH },
    });
    assert.match(stdout, /^# pass 3$/m);
  });
});
