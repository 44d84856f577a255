import assert from "node:assert/strict";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import Ajv from "ajv";
import type { WiringMap } from "../../cli/map/map";
import schema from "../../docs/map.schema.json";
import { Stack, writeProgram } from "../../tools/engine";
import { removeDirectory, temporaryDirectory } from "../../tools/programs";
import { namesOf, pipeline, resource, stateOf, urnOf, wiringState } from "../support/wiring-state";
import { cli } from "./support";

const isMap = new Ajv({ strict: true, allErrors: true }).compile(schema);
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

describe("aws-serverless-guard map", () => {
  let directory: string;
  before(async () => {
    directory = await temporaryDirectory();
  });
  after(() => removeDirectory(directory));

  const map = (...args: readonly string[]) => cli(["map", ...args], { cwd: directory });
  const write = async (name: string, text: string) => {
    await writeFile(path.join(directory, name), text);
    return name;
  };
  const json = async (state: string, ...args: readonly string[]): Promise<WiringMap> => {
    const { exitCode, stdout, stderr } = await map(await write("state.json", state), "--format", "json", ...args);
    assert.equal(exitCode, 0, stderr);
    const found = JSON.parse(stdout);
    assert.ok(isMap(found), JSON.stringify(isMap.errors));
    return found as unknown as WiringMap;
  };
  const arrowsOf = ({ arrows, nodes }: WiringMap) => {
    const name = (id: string) => nodes.find((node) => node.id === id)?.name;
    return arrows.map(({ from, to, label, status, reason }) => [name(from), label, name(to), status, reason]);
  };

  it("says of each arrow what is known of it, broken exactly where a policy reports it", async () => {
    const found = await json(stateOf([...pipeline(namesOf(0)), ...pipeline(namesOf(1), true)]));
    const named = "the environment of the function names it, and which calls its code makes of it is not known";
    const receives = 'role "worker" allows sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes';
    assert.deepEqual(arrowsOf(found), [
      ["placed-0", "sends", "orders-0", "broken", 'endpoint: nothing lets topic "placed-0" send to queue "orders-0"'],
      ["placed-1", "sends", "orders-1", "proven", '"orders-1" allows sqs:SendMessage'],
      ["orders-0", "events", "process-orders-0", "proven", receives],
      ["orders-1", "events", "process-orders-1", "proven", receives],
      ["process-orders-0", "names", "orders-table-0", "unknown", named],
      ["process-orders-1", "names", "orders-table-1", "unknown", named],
    ]);
    const [broken] = found.arrows;
    const [finding] = (broken?.findings ?? []).map((index) => found.findings[index]);
    assert.equal(finding?.policy, "message-delivery");
    assert.match(finding?.text ?? "", /^Fix: add an aws\.sqs\.QueuePolicy/m);
    const bucket = found.nodes.find(({ id }) => id === urnOf("aws:s3/bucket:Bucket", "archive-of-all-orders-0"));
    assert.equal(bucket?.kind, "bucket");
  });

  it("checks as the policies are configured: what is exempted is broken and says so, what is disabled is not looked for", async () => {
    const state = stateOf(pipeline(namesOf(0)));
    const configured = async (configuration: object) => {
      const file = await write("policies.json", `// ours\n${JSON.stringify(configuration)}`);
      return json(state, "--config", file);
    };
    const [problem, exemptions] = [
      'endpoint: nothing lets topic "placed-0" send to queue "orders-0"',
      [{ resource: "placed-*", reason: "OPS-7" }],
    ];
    const exempted = await configured({ "message-delivery": { exemptions } });
    assert.deepEqual(arrowsOf(exempted)[0]?.slice(3), ["broken", `${problem} (Exempted: OPS-7)`]);
    assert.deepEqual(
      exempted.findings.filter(({ exempted }) => exempted).map(({ policy, level }) => [policy, level]),
      [["message-delivery", "advisory"]],
    );
    assert.match((await map("state.json", "--config", "policies.json")).stderr, /findings, 1 of them exempted$/m);
    const disabled = await configured({ "message-delivery": "disabled" });
    assert.equal(arrowsOf(disabled)[0]?.[3], "unknown");
    const level = ({ findings }: WiringMap) => findings.find(({ policy }) => policy === "message-delivery")?.level;
    assert.equal(level(await configured({ all: "advisory", "message-delivery": { exemptions: [] } })), "advisory");
    await write("wrong.json", '{ "message-delivry": "disabled" }');
    const { exitCode, stderr } = await map("state.json", "--config", "wrong.json");
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /^error: wrong\.json:1:3: unknown policy "message-delivry"; did you mean "message-delivery"\?$/m,
    );
  });

  it("draws what a bucket sends to the rules whose patterns name it", async () => {
    const rule = (name: string, bucket: string) => {
      const eventPattern = JSON.stringify({
        source: ["aws.s3"],
        "detail-type": ["Object Created"],
        detail: { bucket: { name: [bucket] } },
      });
      return resource("aws:cloudwatch/eventRule:EventRule", name, { eventPattern });
    };
    const bucket = (name: string) =>
      resource("aws:s3/bucket:Bucket", name, { bucket: name }, { arn: `arn:aws:s3:::${name}` });
    const notification = resource("aws:s3/bucketNotification:BucketNotification", "n", {
      bucket: "sends",
      eventbridge: true,
    });
    const found = await json(
      stateOf([
        bucket("sends"),
        bucket("silent"),
        notification,
        rule("heard", "sends"),
        rule("deaf", "silent"),
        rule("other", "none"),
      ]),
    );
    assert.deepEqual(arrowsOf(found), [
      [
        "silent",
        "events",
        "deaf",
        "broken",
        'eventPattern: nothing in the stack makes bucket "silent" send its events to EventBridge',
      ],
      [
        "sends",
        "events",
        "heard",
        "proven",
        "a notification of the bucket sends to EventBridge, and the pattern of the rule names the bucket",
      ],
    ]);
  });

  it("takes what is done by a role that nobody can assume for broken", async () => {
    const found = await json(stateOf(pipeline(namesOf(0), true), "states.amazonaws.com"));
    assert.deepEqual(
      found.arrows.map(({ label, status, findings }) => [
        label,
        status,
        findings.map((at) => found.findings[at]?.policy),
      ]),
      [
        ["sends", "proven", []],
        ["events", "broken", ["lambda-role"]],
        ["names", "unknown", []],
      ],
    );
  });

  it("shows no secret in any format, whether its state has it or not", async () => {
    const handler = { ...SECRET, plaintext: JSON.stringify("hunter2.handler") };
    const worker = pipeline(namesOf(0)).map((resource) => {
      const { type, inputs, outputs } = resource as { type: string; inputs: object; outputs: object };
      if (type !== "aws:lambda/function:Function") return resource;
      const runtime = { ...SECRET, ciphertext: "v1:hunter2" };
      return { ...resource, inputs: { ...inputs, handler, runtime }, outputs: { ...outputs, handler, runtime } };
    });
    const state = stateOf(worker);
    assert.match(state, /hunter2/);
    await write("secret.json", state);
    for (const format of ["html", "mermaid", "json"]) {
      const { exitCode, stdout } = await map("secret.json", "--format", format);
      assert.equal(exitCode, 0);
      assert.doesNotMatch(stdout, /hunter2/, format);
    }
    const [lambda] = (await json(state)).nodes.filter(({ kind }) => kind === "function");
    assert.deepEqual(lambda?.properties, { handler: "[secret]" });
  });

  it("escapes what names have in them", async () => {
    const evil = `</script><script>alert(1)</script>"]\n  click n0 "javascript:alert(1)"\u202e`;
    const file = await write("evil.json", stateOf(pipeline({ ...namesOf(0), topic: evil, queue: `"><img src=x>` })));
    const page = (await map(file)).stdout;
    assert.ok(!/<script>alert|<img|\u202e/.test(page));
    const chart = (await map(file, "--format", "mermaid")).stdout;
    assert.match(chart, /^flowchart LR\n {2}n0\["/);
    for (const line of chart.trim().split("\n").slice(1))
      assert.match(
        line,
        /^ {2}(n\d+\["[^"\n<>[\]]*<br\/><small>[\w ]+<\/small>"\]|n\d+ (-->|==>|-\.->)\|"[^"|\n]*"\| n\d+|linkStyle .*)$/,
      );
  });

  it("says what is wrong with an input, and writes nothing then", async () => {
    const whole = wiringState(10);
    const form = /it is not a state as pulumi stack export prints it/;
    const cases: readonly (readonly [name: string, text: string, problem: RegExp])[] = [
      ["empty.json", "", /empty\.json: it is empty/],
      ["cut.json", whole.slice(0, 700), /cut\.json: it is not a complete JSON document/],
      ["foreign.json", '{"version": 4, "resources": []}', form],
      ["array.json", "[]", form],
      [
        "urn.json",
        '{"deployment": {"resources": [{"urn": "x"}]}}',
        /\/deployment\/resources\/0\/urn is of another form/,
      ],
      ["none.json", '{"version": 3, "deployment": {}}', /none\.json: the stack has no resources/],
    ];
    for (const [name, text, problem] of cases) {
      await write(name, text);
      const { exitCode, stdout, stderr } = await map(name, "--output", "never.html");
      assert.deepEqual([exitCode, stdout], [2, ""], name);
      assert.match(stderr, problem);
      assert.match(stderr, /^error: [^\n]+\n$/);
    }
    assert.match((await map("missing.json")).stderr, /cannot read missing\.json: there is no such file/);
    assert.match((await map("none.json", "--preview")).stderr, /do not go with a file/);
    const left = (await readdir(directory)).filter((name) => /never/.test(name));
    assert.deepEqual(left, []);
  });

  it("never leaves half a file, and draws what is deep, cyclic or of a wrong type", async () => {
    await write("state.json", wiringState(10));
    await mkdir(path.join(directory, "closed"));
    await chmod(path.join(directory, "closed"), 0o555);
    for (const place of ["no/such/map.html", "closed"]) {
      const { exitCode, stderr } = await map("state.json", "--output", place);
      assert.equal(exitCode, 2);
      assert.match(stderr, /^error: cannot write /);
    }
    const deep = [`{"a":`.repeat(3_000), "1", "}".repeat(3_000)].join("");
    const urn = urnOf("aws:sqs/queue:Queue", "odd");
    const odd = `{"urn": ${JSON.stringify(urn)}, "parent": ${JSON.stringify(urn)}, "inputs": {"policy": 7, "tags": ${deep}}, "outputs": {"arn": [], "name": {}}, "dependencies": [${JSON.stringify(urn)}, "gone"]}`;
    const { nodes } = await json(`{"deployment": {"resources": [${odd}]}}`);
    assert.deepEqual(
      nodes.map(({ name, kind }) => [name, kind]),
      [["odd", "queue"]],
    );
  });

  it("refuses a picture that nobody could look at, and has the rest of the formats for it", async () => {
    await write("huge.json", wiringState(2_500));
    const { exitCode, stderr } = await map("huge.json", "--output", "huge.html");
    assert.equal(exitCode, 2);
    assert.match(stderr, /there are 2500 parts .* use --format json/);
    assert.equal((await map("huge.json", "--format", "mermaid")).exitCode, 0);
  });

  describe("of a stack", () => {
    const PROGRAM = `
import * as aws from "@pulumi/aws";
const topic = new aws.sns.Topic("placed");
const letIn = new aws.sqs.Queue("let-in");
const shut = new aws.sqs.Queue("shut");
for (const [name, queue] of Object.entries({ letIn, shut }))
  new aws.sns.TopicSubscription(name, { topic: topic.arn, protocol: "sqs", endpoint: queue.arn });
new aws.sqs.QueuePolicy("let-in", {
  queueUrl: letIn.url,
  policy: letIn.arn.apply((Resource) => JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage", Resource }],
  })),
});
`;
    let program: string;
    let stack: Stack;
    before(async () => {
      program = await writeProgram({ "index.ts": PROGRAM });
      stack = await Stack.create(program, { shared: true });
    });
    after(async () => {
      await stack.remove();
      await removeDirectory(program);
    });

    it("draws a preview as far as it is known, and what is deployed without a file", async () => {
      const run = (...args: readonly string[]) =>
        stack.serve((env, served) => {
          const given = args.includes("--preview") ? ["--", ...served] : [];
          return cli(["map", "--stack", "dev", "--format", "json", ...args, ...given], { cwd: stack.directory, env });
        });
      const statuses = (stdout: string) =>
        arrowsOf(JSON.parse(stdout) as WiringMap).map(([from, , to, status]) => [from, to, status]);
      const nothing = await run();
      assert.equal(nothing.exitCode, 2);
      assert.match(
        nothing.stderr,
        /the stack has no resources yet; use --preview to draw what a deployment would create/,
      );
      const before = await run("--preview");
      assert.equal(before.exitCode, 0, before.stderr);
      assert.deepEqual(statuses(before.stdout).sort(), [
        ["placed", "let-in", "unknown"],
        ["placed", "shut", "broken"],
      ]);
      assert.equal((await stack.up()).exitCode, 0);
      const deployed = await run();
      assert.equal(deployed.exitCode, 0, deployed.stderr);
      assert.deepEqual(statuses(deployed.stdout).sort(), [
        ["placed", "let-in", "proven"],
        ["placed", "shut", "broken"],
      ]);
      const wrong = await run("--stack", "prod");
      assert.equal(wrong.exitCode, 2);
      assert.match(wrong.stderr, /pulumi stack failed \(\d+\):\nerror: no stack named 'prod' found/);
    });
  });

  it("is described by the schema in the documentation", async () => {
    const text = await readFile(path.join(__dirname, "../../docs/map.md"), "utf8");
    assert.match(text, /map\.schema\.json/);
  });
});
