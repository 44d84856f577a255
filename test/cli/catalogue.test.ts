import assert from "node:assert/strict";
import { version } from "../../package.json";
import { policies } from "../../policies";
import { cli, inTerminal } from "./support";

const names = policies.map(({ metadata }) => metadata.name);

describe("aws-serverless-guard list", () => {
  it("has a line for every policy, in columns that begin at the same place", async () => {
    const { exitCode, stdout } = await cli(["list"]);
    assert.equal(exitCode, 0);
    const [head = "", ...lines] = stdout.trimEnd().split("\n");
    assert.match(head, /^NAME +KIND +SEVERITY +LEVEL +REPAIRS +DESCRIPTION$/);
    const column = (title: string) => head.indexOf(title);
    assert.deepEqual(
      lines.map((line) => [
        line.slice(0, column("KIND")).trim(),
        line.slice(column("KIND"), column("SEVERITY")).trim(),
        line.slice(column("SEVERITY"), column("LEVEL")).trim(),
        line.slice(column("LEVEL"), column("REPAIRS")).trim(),
        line.slice(column("REPAIRS"), column("DESCRIPTION")).trim() === "yes",
        line.slice(column("DESCRIPTION")),
      ]),
      policies.map(({ metadata: { name, severity, level, description }, kind, remediates }) => [
        name,
        kind,
        severity,
        level,
        remediates,
        description,
      ]),
    );
  });

  it("fits into a terminal, as explain and --help do", async () => {
    for (const columns of [80, 100, 200]) {
      for (const command of ["list", "explain lambda-python-runtime", "report --help"]) {
        const lines = (await inTerminal(columns, command)).trimEnd().split("\n");
        assert.ok(lines.length > (command === "list" ? policies.length : 20), command);
        // An address, or the key of an option with its default, is one word.
        const words = lines.filter((line) => line.length > columns && !/^ *https:\S+$|\(default /.test(line));
        assert.deepEqual(words, [], `${command} at ${columns}`);
      }
    }
  });

  it("shows what came after a version", async () => {
    assert.equal((await cli(["list", "--since", "0.0"])).stdout.trimEnd().split("\n").length, names.length + 1);
    assert.deepEqual(await cli(["list", "--since", "99.0", "--json"]), { exitCode: 0, stdout: "[]\n", stderr: "" });
    const { exitCode, stderr } = await cli(["list", "--since", "last"]);
    assert.deepEqual([exitCode, stderr], [2, 'error: --since takes a version such as 0.1, and not "last"\n']);
  });

  it("has the same for programs", async () => {
    const { exitCode, stdout } = await cli(["list", "--json"]);
    assert.equal(exitCode, 0);
    const entries: Record<string, unknown>[] = JSON.parse(stdout);
    assert.deepEqual(
      entries.map(({ name }) => name),
      names,
    );
    assert.deepEqual(
      entries.find(({ name }) => name === "dynamodb-on-demand-capacity"),
      {
        name: "dynamodb-on-demand-capacity",
        kind: "resource",
        level: "mandatory",
        severity: "high",
        remediates: true,
        description:
          "A DynamoDB table has capacities if its billing mode is PROVISIONED, and none if it is PAY_PER_REQUEST.",
        tags: ["dynamodb", "deployment"],
        since: "0.1.0",
        url: "https://github.com/aws-serverless-guard/aws-serverless-guard/blob/main/docs/policies/dynamodb-on-demand-capacity.md",
      },
    );
  });
});

describe("aws-serverless-guard explain", () => {
  it("says what a policy's page says, in lines that fit a terminal", async () => {
    const { exitCode, stdout } = await cli(["explain", "required-tags"]);
    assert.equal(exitCode, 0);
    const policy = policies.find(({ metadata }) => metadata.name === "required-tags");
    assert.ok(policy);
    const { description, page, remediationSteps, framework } = policy.metadata;
    assert.ok(framework);
    const control = `${framework.name} ${framework.version}, ${framework.reference}: ${framework.specification}.`;
    const programs = `in Python and in TypeScript: ${policy.url}`;
    const unwrapped = stdout.replace(/\s+/g, " ");
    for (const text of [
      description,
      page.why,
      page.limits,
      remediationSteps,
      control,
      framework.url,
      programs,
      ...page.sources,
    ])
      assert.ok(unwrapped.includes(text), text);
    for (const option of [
      "tags (default [])",
      "tags[].pattern",
      "exemptions[].expires",
      "inCodeExemptions (default false)",
    ])
      assert.ok(stdout.includes(`\n  ${option}\n`), option);
    for (const line of stdout.split("\n"))
      assert.ok(line.length <= 80 || /^ *https:\S+$/.test(line), `${line.length} characters: ${line}`);
  });

  it("suggests the name that was meant", async () => {
    const { exitCode, stdout, stderr } = await cli(["explain", "required-tag"]);
    assert.deepEqual([exitCode, stdout], [2, ""]);
    assert.equal(stderr, 'error: there is no policy "required-tag"; did you mean "required-tags"?\n');
    const part = await cli(["explain", "sqs-dead-letter"]);
    assert.equal(part.stderr, 'error: there is no policy "sqs-dead-letter"; did you mean "sqs-dead-letter-queue"?\n');
  });

  it("shows a name that resembles none without what it could do to a terminal", async () => {
    const { exitCode, stderr } = await cli(["explain", "\u001b[2Jnothing at all"]);
    assert.equal(exitCode, 2);
    assert.equal(
      stderr,
      'error: there is no policy "\\u001b[2Jnothing at all"; `aws-serverless-guard list` shows all\n',
    );
  });
});

describe("aws-serverless-guard", () => {
  it("has a version and a help text for every command", async () => {
    assert.deepEqual(await cli(["--version"]), { exitCode: 0, stdout: `${version}\n`, stderr: "" });
    const help = await cli(["--help"]);
    assert.equal(help.exitCode, 0);
    const commands = [...help.stdout.matchAll(/^ {2}([a-z-]+) [<[]/gm)].map(([, name]) => name ?? "");
    assert.deepEqual(commands, ["list", "explain", "check-config", "report", "check", "baseline", "map", "help"]);
    for (const command of ["check-config", "report", "check", "baseline", "map"]) {
      const { exitCode, stdout } = await cli([command, "--help"]);
      assert.equal(exitCode, 0);
      assert.ok(stdout.startsWith(`Usage: aws-serverless-guard ${command} `), stdout);
    }
  });

  it("refuses what it does not know, and says how to go on", async () => {
    const { exitCode, stdout, stderr } = await cli(["lst"]);
    assert.deepEqual([exitCode, stdout], [2, ""]);
    assert.match(stderr, /^error: unknown command 'lst'\n\(Did you mean list\?\)\n$/);
    assert.equal((await cli([])).exitCode, 2);
  });
});
