import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { policies } from "../../policies";
import { pulumiCli } from "../../tools/cli";
import { analyze, Stack, writeProgram } from "../../tools/engine";
import { PackProcess, packDirectory } from "../support/pack-process";
import { execute, installPackage } from "./install";

const CONSUMER = `
const { PolicyPack } = require("@pulumi/policy");
const { serverlessPolicies } = require("aws-serverless-guard/policies");
new PolicyPack("acme", {
  policies: [
    ...serverlessPolicies({
      all: "disabled",
      "required-tags": { enforcementLevel: "mandatory", tags: ["Team"] },
      "component-structure": { enforcementLevel: "advisory", maxRootResources: 0 },
    }),
    { name: "acme", description: "Acme's own.", enforcementLevel: "advisory", validateStack: (_, report) => report("seen") },
  ],
});
`;

const STRICT = `
import { PolicyPack } from "@pulumi/policy";
import { type ServerlessPoliciesConfig, serverlessPolicies } from "aws-serverless-guard/policies";

const config: ServerlessPoliciesConfig = { all: "mandatory", "lambda-python-runtime": { minimum: "3.12" } };
export const start = () => new PolicyPack("acme", { policies: serverlessPolicies(config) });
// @ts-expect-error: there is no such level
serverlessPolicies({ all: "strict" });
// @ts-expect-error: there is no such policy
serverlessPolicies({ "lambda-python-runtimes": "advisory" });
// @ts-expect-error: the policy has no such option
serverlessPolicies({ "lambda-python-runtime": { minimun: "3.12" } });
// @ts-expect-error: the option is a text
serverlessPolicies({ "lambda-python-runtime": { minimum: 3.12 } });
// @ts-expect-error: an exemption has a reason
serverlessPolicies({ "message-delivery": { exemptions: [{ resource: "a" }] } });
`;

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly devDependencies?: object;
}

/** The tarball of `npm pack`, installed with production dependencies only into an empty directory. */
describe("the published package", () => {
  let project: string;
  let program: string;
  let stack: Stack;
  before(async () => {
    project = await installPackage("@pulumi/policy@1.21.0");
    await writeFile(path.join(project, "package.json"), '{ "name": "acme", "version": "1.0.0", "main": "index.js" }');
    await writeFile(path.join(project, "PulumiPolicy.yaml"), "runtime: nodejs\nmain: index.js\n");
    await writeFile(path.join(project, "index.js"), CONSUMER);
    program = await writeProgram({
      "index.ts": 'import * as aws from "@pulumi/aws";\nnew aws.sqs.Queue("uploads", { tags: { Owner: "media" } });\n',
    });
    stack = await Stack.create(program, { shared: true });
  });
  after(async () => {
    await stack.remove();
    await Promise.all([project, program].map((made) => rm(made, { recursive: true })));
  });

  const installed = (...names: readonly string[]) => path.join(project, "node_modules", ...names);

  it("has what it needs and nothing else, and brings no provider", async () => {
    assert.deepEqual((await readdir(installed("aws-serverless-guard"))).sort(), [
      "CHANGELOG.md",
      "LICENSE",
      "PulumiPolicy.yaml",
      "README.md",
      "bin",
      "config",
      "config.schema.json",
      "dist",
      "package.json",
      "template",
    ]);
    assert.ok(!(await readdir(installed("@pulumi"))).includes("aws"));
  });

  it("can be installed by itself, as downloaded policy packs are: without what it is developed with", async () => {
    const manifest = JSON.parse(await readFile(installed("aws-serverless-guard", "package.json"), "utf8")) as Manifest;
    const lifecycle = ["install", "prepare", "prepublish", "prepack", "pack"];
    const hooks = lifecycle.flatMap((name) => [name, `pre${name}`, `post${name}`]);
    assert.deepEqual(
      Object.keys(manifest.scripts).filter((name) => hooks.includes(name)),
      [],
    );
    assert.equal(manifest.devDependencies, undefined);
  });

  it("checks a preview", async () => {
    const policyPackConfig = { all: "disabled", "required-tags": { enforcementLevel: "mandatory", tags: ["Team"] } };
    const run = await stack.preview({ policyPack: installed("aws-serverless-guard"), policyPackConfig });
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(
      run.violations.map(({ policy, level }) => `${level} ${policy}`),
      ["mandatory required-tags"],
    );
  });

  it("has commands", async () => {
    const { stdout } = await execute(installed(".bin", "aws-serverless-guard"), ["list", "--json"]);
    assert.equal((JSON.parse(stdout) as unknown[]).length, policies.length);
    const templates = await readdir(installed("aws-serverless-guard", "config"));
    for (const template of templates) {
      await execute(installed(".bin", "aws-serverless-guard"), [
        "check-config",
        installed("aws-serverless-guard", "config", template),
      ]);
    }
    assert.ok(templates.length >= 3);
  });

  it("gives its policies to another pack, with levels and options in code", async () => {
    const run = await stack.preview({ policyPack: project });
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(run.violations.map(({ policy, level }) => `${level} ${policy}`).sort(), [
      "advisory acme",
      "advisory component-structure",
      "mandatory required-tags",
    ]);
    const policyPackConfig = { all: "advisory", "required-tags": { tags: ["Owner"] } };
    const configured = await stack.preview({ policyPack: project, policyPackConfig });
    assert.equal(configured.exitCode, 0, configured.stdout + configured.stderr);
    assert.deepEqual(configured.violations.map(({ policy }) => policy).sort(), ["acme", "component-structure"]);
  });

  it("is used as README.md shows it, in a pack that has no TypeScript compiler of its own", async () => {
    const directory = path.join(project, "readme");
    const [, snippet = ""] =
      /```ts\n(.*?)```/s.exec(await readFile(path.join(packDirectory, "README.md"), "utf8")) ?? [];
    await mkdir(directory);
    await writeFile(path.join(directory, "package.json"), '{ "name": "acme", "version": "1.0.0", "main": "index.ts" }');
    await writeFile(path.join(directory, "index.ts"), snippet);
    assert.ok(!(await readdir(path.join(project, "node_modules"))).includes("typescript"));
    const pack = await PackProcess.start(directory);
    const info = await pack.info();
    const type = "aws:lambda/function:Function";
    const urn = `urn:pulumi:test::test::${type}::resize`;
    const findings = await pack.analyze({ type, name: "resize", urn, properties: { runtime: "python3.11" } });
    await pack.stop();
    assert.equal(info.size, policies.length);
    const [finding, ...others] = findings.filter(({ policy }) => policy === "lambda-python-runtime");
    assert.deepEqual([finding?.level, others], ["mandatory", []]);
    assert.match(finding?.message ?? "", /"python3\.11" is older than python3\.12 \(option minimum\)/);
  });

  it("refuses what is wrong in code, and in a configuration, by name and key", async () => {
    const levels = 'allowed "advisory", "mandatory", "remediate" or "disabled"';
    const refused: readonly (readonly [config: object, problem: string])[] = [
      [{ "required-tags": { tags: "Team" } }, 'policy "required-tags": "tags": found "Team", allowed'],
      [{ all: "advsory" }, `all policies: "enforcementLevel": found "advsory", ${levels}`],
      [{ all: { strict: true } }, 'all policies: unknown option "strict", allowed enforcementLevel'],
      [{ "required-tags": { enforcementLevel: 5 } }, `policy "required-tags": "enforcementLevel": found 5, ${levels}`],
      ...[null, 5, []].map(
        (each) =>
          [{ "required-tags": each }, 'policy "required-tags": expected a level, or an object with options'] as const,
      ),
    ];
    const unknown = { "required-tag": "mandatory" };
    // The last one is not caught, so that Node prints it.
    const load = `
      const { serverlessPolicies } = require("aws-serverless-guard/policies");
      const [caught, last] = JSON.parse(process.argv[1]);
      for (const config of caught) try { console.error("taken", serverlessPolicies(config)); } catch (error) { console.error(error.message); }
      serverlessPolicies(last);`;
    const configs = JSON.stringify([refused.map(([config]) => config), unknown]);
    const { stderr } = await execute(process.execPath, ["-e", load, configs], { cwd: project }).then(
      () => assert.fail("it was taken"),
      (error: { stderr: string }) => error,
    );
    const said = stderr.split("\n").filter((line) => /^(invalid|unknown|taken)/.test(line));
    assert.equal(said.length, refused.length + 1, stderr);
    for (const [index, [, problem]] of refused.entries())
      assert.ok(said[index]?.startsWith(`invalid configuration of ${problem}`), said[index]);
    assert.match(said.at(-1) ?? "", /^unknown policy "required-tag"; did you mean "required-tags"\?/);
    await stack.up();
    const run = await analyze(await stack.export(), {
      policyPack: project,
      policyPackConfig: { "required-tags": { tags: [5] } },
    });
    assert.match(
      run.stderr,
      /invalid configuration of policy "required-tags": "tags\[0\]": found 5, write "5" in quotes/,
    );
  });

  it("has a template that `pulumi policy new` takes, which compiles and is a pack", async () => {
    const made = path.join(project, "made");
    const { path: pulumi, env } = await pulumiCli();
    const args = ["policy", "new", installed("aws-serverless-guard", "template"), "--generate-only", "--dir", made];
    await execute(pulumi, [...args, "--non-interactive"], { env });
    await symlink(path.join(packDirectory, "node_modules/@types"), installed("@types")).catch(() => undefined);
    await execute(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", made]).catch(
      ({ stdout }: { stdout: string }) => assert.fail(stdout),
    );
    const pack = await PackProcess.start(made);
    const info = await pack.info();
    await pack.stop();
    assert.equal(info.size, policies.length + 1);
    assert.ok(info.has("few-queues"));
  });

  it("has types for strict TypeScript, without @pulumi/aws", async () => {
    await writeFile(path.join(project, "strict.ts"), STRICT);
    await symlink(path.join(packDirectory, "node_modules/@types"), installed("@types")).catch(() => undefined);
    const compiler = require.resolve("typescript/bin/tsc");
    const options = [
      "--noEmit",
      "--strict",
      "--module",
      "node16",
      "--target",
      "es2022",
      "--skipLibCheck",
      "--types",
      "node",
    ];
    await execute(process.execPath, [compiler, ...options, "strict.ts"], { cwd: project }).catch(
      ({ stdout }: { stdout: string }) => assert.fail(stdout),
    );
  });
});
