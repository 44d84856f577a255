import assert from "node:assert/strict";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { policies } from "../../policies";
import { removeDirectory, temporaryDirectory } from "../../tools/programs";
import {
  end,
  functionUrn,
  PACK,
  passed,
  policyOf,
  queueUrn,
  stackPassed,
  stackUrn,
  stream,
  tags,
  violation,
} from "./events";
import { cli, type Finished, parseJunit, sarifErrors } from "./support";

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: object };
    readonly logicalLocations?: readonly object[];
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly object[];
}

interface Run {
  readonly tool: {
    readonly driver: { readonly name: string; readonly version: string; readonly rules: readonly { id: string }[] };
  };
  readonly invocations: readonly { executionSuccessful: boolean; toolExecutionNotifications: readonly object[] }[];
  readonly results: readonly Result[];
}

describe("aws-serverless-guard report", () => {
  let directory: string;
  before(async () => {
    directory = await temporaryDirectory();
  });
  after(() => removeDirectory(directory));

  async function sarif(
    input: string,
    ...args: readonly string[]
  ): Promise<Finished & { readonly runs: readonly Run[] }> {
    const run = await cli(["report", "--format", "sarif", ...args, "-"], { cwd: directory, input });
    const log = JSON.parse(run.stdout);
    assert.deepEqual(sarifErrors(log), []);
    return { ...run, runs: log.runs };
  }

  async function junit(input: string) {
    const run = await cli(["report", "--format", "junit", "-"], { cwd: directory, input });
    return { ...run, ...(await parseJunit(run.stdout)) };
  }

  describe("as SARIF", () => {
    it("has the rules of the catalogue, and violations with all that is known of them", async () => {
      const warning = violation({
        policy: "component-structure",
        urn: stackUrn,
        level: "advisory",
        lines: ["7 resources stand beside each other.", "Fix: group them."],
      });
      const { exitCode, stderr, runs } = await sarif(stream(tags, warning, stackPassed(), end("failed")));
      assert.deepEqual([exitCode, stderr], [0, "report: 1 mandatory, 1 advisory and 0 exempted violations\n"]);
      assert.equal(runs.length, 1);
      const [{ tool, invocations, results } = assert.fail()] = runs;
      const { rules, ...driver } = tool.driver;
      assert.deepEqual(driver, {
        name: PACK,
        version: "0.1.0",
        informationUri: "https://github.com/aws-serverless-guard/aws-serverless-guard",
      });
      assert.deepEqual(invocations, [{ executionSuccessful: true, toolExecutionNotifications: [] }]);
      assert.deepEqual(
        rules.map(({ id }) => id),
        policies.map(({ metadata }) => metadata.name),
      );
      const { metadata, url } = policyOf("required-tags");
      const rule = rules.find(({ id }) => id === "required-tags") as unknown as Record<string, unknown> & {
        help: { text: string; markdown: string };
      };
      const { help, ...others } = rule;
      assert.deepEqual(others, {
        id: "required-tags",
        name: "RequiredTags",
        shortDescription: { text: metadata.description },
        fullDescription: { text: metadata.page.why },
        helpUri: url,
        defaultConfiguration: { level: "error" },
        properties: { tags: ["tags", "cost"], severity: "medium", "problem.severity": "warning" },
      });
      for (const text of [help.text, help.markdown])
        for (const part of [metadata.page.why, metadata.remediationSteps, metadata.page.limits, url])
          assert.ok(text.includes(part));

      assert.deepEqual(
        results.map(({ ruleId, ruleIndex, level, message, suppressions }) => [
          ruleId,
          rules[ruleIndex]?.id,
          level,
          message.text,
          suppressions,
        ]),
        [
          [
            "required-tags",
            "required-tags",
            "error",
            "uploads (aws:sqs/queue:Queue): tags: the resource has no tags.\nFix: add a tag to tags.",
            undefined,
          ],
          [
            "component-structure",
            "component-structure",
            "warning",
            "site-dev (pulumi:pulumi:Stack): 7 resources stand beside each other.\nFix: group them.",
            undefined,
          ],
        ],
      );
      assert.deepEqual(results[0]?.locations, [
        {
          physicalLocation: { artifactLocation: { uri: "Pulumi.yaml" }, region: { startLine: 1, startColumn: 1 } },
          logicalLocations: [{ name: "uploads", fullyQualifiedName: queueUrn, kind: "resource" }],
        },
      ]);
    });

    it("notes exempted violations as suppressed, with the reason", async () => {
      const exemption = "Exempted until 2027-03-31 (126 days left): vendor queue, OPS-411.";
      const exempted = violation({
        level: "advisory",
        lines: [exemption, "tags: the resource has no tags.", "Fix: add a tag to tags."],
      });
      const { stderr, runs } = await sarif(stream(exempted, end()));
      assert.equal(stderr, "report: 0 mandatory, 0 advisory and 1 exempted violations\n");
      const [{ level, message, suppressions } = assert.fail()] = runs[0]?.results ?? [];
      assert.deepEqual(
        [level, message.text, suppressions],
        [
          "note",
          "uploads (aws:sqs/queue:Queue): tags: the resource has no tags.\nFix: add a tag to tags.",
          [{ kind: "external", status: "accepted", justification: exemption }],
        ],
      );
    });

    it("knows a violation again in a later run: after changes above it, and among others that read the same", async () => {
      const finding = (line: number, text = "the import is not used") =>
        violation({ urn: functionUrn, lines: [`handler.py:${line}:8: ${text}.`, "Fix: remove it."] });
      const prints = async (...events: readonly object[]) =>
        (await sarif(stream(...events, end()))).runs[0]?.results.map(
          ({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash,
        ) ?? [];
      const first = await prints(finding(1), finding(2), finding(3, "something else"));
      assert.equal(new Set(first).size, 3);
      assert.deepEqual(
        await prints(tags, finding(11), finding(12), finding(13, "something else")).then((all) => all.slice(1)),
        first,
      );
    });

    it("places findings in code, and resources that the program makes at a known place, in files of the repository", async () => {
      const code = (urn: string, file: string) =>
        violation({
          urn,
          lines: [
            `${file.includes(" ") ? JSON.stringify(file) : file}:12:5: the import is not used.`,
            "Fix: remove it.",
          ],
        });
      const resource = (name: string, inputs: object) => ({
        resourcePreEvent: {
          metadata: { new: { urn: `urn:pulumi:dev::site::aws:lambda/function:Function::${name}`, inputs } },
        },
      });
      const named = (name: string, file: string) =>
        code(`urn:pulumi:dev::site::aws:lambda/function:Function::${name}`, file);
      const state = {
        version: 3,
        deployment: {
          resources: [
            { urn: queueUrn, sourcePosition: "project:///src/index.ts#5,7" },
            { urn: stackUrn, sourcePosition: "project:///../node_modules/@pulumi/runtime/stack.ts#37,19" },
          ],
        },
      };
      await writeFile(path.join(directory, "state.json"), JSON.stringify(state, null, 4));
      await mkdir(path.join(directory, "infra"), { recursive: true });
      await writeFile(path.join(directory, "infra/Pulumi.yaml"), "name: site\nruntime: nodejs\n");
      const top = ["", ".", "./", "/", ".//"];
      const input = stream(
        ...top.flatMap((name, at) => [
          resource(`top${at}`, { code: { assets: { [name]: { path: "./app" }, "lib/": { path: "lib" } } } }),
          named(`top${at}`, "main.py"),
          named(`top${at}`, "lib/main.py"),
        ]),
        resource("odd", { code: { assets: { "main.py": null, ".": { path: 5 } } } }),
        named("odd", "main.py"),
        resource("directory", { code: { path: "./app" } }),
        named("directory", "lib/my handler.py"),
        named("directory", "app/lib/my handler.py"),
        resource("mixed", {
          code: { assets: { "main.py": { path: "../shared/main.py" }, lib: { path: "lib" }, "in.py": { text: "" } } },
        }),
        named("mixed", "main.py"),
        named("mixed", "../shared/main.py"),
        named("mixed", "lib/a/b.py"),
        named("mixed", "in.py"),
        resource("packed", { code: { path: "build/function.zip" } }),
        named("packed", "handler.py"),
        resource("absolute", { code: { path: path.join(directory, "infra/app") } }),
        named("absolute", "handler.py"),
        resource("outside", { code: { path: "/elsewhere/app" } }),
        named("outside", "handler.py"),
        tags,
        violation({ urn: stackUrn, lines: ["something is missing.", "Fix: add it."] }),
        end(),
      );
      const { runs } = await sarif(input, "--project-file", "infra/Pulumi.yaml", "state.json");
      assert.deepEqual(
        runs[0]?.results.map(({ locations: [location = assert.fail()] }) => [
          location.physicalLocation.artifactLocation.uri,
          ...Object.values(location.physicalLocation.region),
        ]),
        [
          ...top.flatMap(() => [
            ["infra/app/main.py", 12, 5],
            ["infra/lib/main.py", 12, 5],
          ]),
          ["infra/Pulumi.yaml", 1, 1],
          ["infra/app/lib/my%20handler.py", 12, 5],
          ["infra/app/lib/my%20handler.py", 12, 5],
          ["shared/main.py", 12, 5],
          ["shared/main.py", 12, 5],
          ["infra/lib/a/b.py", 12, 5],
          ["infra/Pulumi.yaml", 1, 1],
          ["infra/build/function.zip", 1, 1],
          ["infra/app/handler.py", 12, 5],
          ["infra/Pulumi.yaml", 1, 1],
          ["infra/src/index.ts", 5, 7],
          ["infra/Pulumi.yaml", 1, 1],
        ],
      );
    });

    it("places findings in code from where the program runs, and resources from where Pulumi.yaml is", async () => {
      const urn = "urn:pulumi:dev::site::aws:lambda/function:Function::resize";
      await mkdir(path.join(directory, "main/src"), { recursive: true });
      await writeFile(path.join(directory, "main/Pulumi.yaml"), "name: site\nruntime: nodejs\nmain: src/\n");
      const state = {
        version: 3,
        deployment: { resources: [{ urn: queueUrn, sourcePosition: "project:///src/a.ts#5,7" }] },
      };
      await writeFile(path.join(directory, "state.json"), JSON.stringify(state));
      const input = stream(
        { resourcePreEvent: { metadata: { new: { urn, inputs: { code: { path: "./app" } } } } } },
        violation({ urn, lines: ["app.py:12:5: the import is not used.", "Fix: remove it."] }),
        violation({ urn, lines: ["src/app/app.py:13:5: the import is not used.", "Fix: remove it."] }),
        tags,
        end(),
      );
      const { runs } = await sarif(input, "--project-file", "main/Pulumi.yaml", "state.json");
      assert.deepEqual(
        runs[0]?.results.map(
          ({ locations: [location = assert.fail()] }) => location.physicalLocation.artifactLocation.uri,
        ),
        ["main/src/app/app.py", "main/src/app/app.py", "main/src/a.ts"],
      );
    });

    it("keeps the packs of a run apart, and the pages of policies that another pack has taken from this one", async () => {
      const foreign = {
        policyEvent: {
          ...tags.policyEvent,
          policyPackName: "acme",
          policyName: "naming",
          message: "Names are short.\nThis is long.",
        },
      };
      const namesake = {
        policyEvent: { ...tags.policyEvent, policyPackName: "acme", message: "Tags are right.\nThey are not." },
      };
      const taken = violation({
        pack: "acme",
        policy: "s3-notification-config",
        lines: ["queues: is wrong.", "Fix: right it."],
      });
      const { runs } = await sarif(
        stream(tags, foreign, namesake, taken, end("failed", { acme: "2.0.0", other: "3.0.0" })),
      );
      assert.deepEqual(
        runs.map(({ tool: { driver }, results }) => [
          driver.name,
          driver.rules.length,
          results.map(({ message }) => message.text.slice(31)),
        ]),
        [
          [PACK, policies.length, ["tags: the resource has no tags.\nFix: add a tag to tags."]],
          [
            "acme",
            3,
            ["Names are short.\nThis is long.", "Tags are right.\nThey are not.", "queues: is wrong.\nFix: right it."],
          ],
          ["other", 0, []],
        ],
      );
      assert.deepEqual(
        runs[1]?.tool.driver.rules.map((rule) => [rule.id, "helpUri" in rule]),
        [
          ["naming", false],
          ["required-tags", false],
          ["s3-notification-config", true],
        ],
      );
    });

    it("shows names as they are, and makes no link of them", async () => {
      const urn = `${queueUrn}[all is well](https://example.com)<script>`;
      const colored = violation({ urn, lines: ["<{%fg 1%}>tags: none.<{%reset%}>", "Fix: add one."] });
      const { runs } = await sarif(stream(colored, end()));
      assert.equal(
        runs[0]?.results[0]?.message.text,
        "uploads\\[all is well](https://example.com)<script> (aws:sqs/queue:Queue): tags: none.\nFix: add one.",
      );
    });
  });

  describe("as JUnit", () => {
    it("has a test for each policy and resource that it concerns", async () => {
      const second = violation({ lines: ["tags: another problem.", "Fix: solve it."] });
      const warning = violation({
        policy: "component-tags",
        urn: functionUrn,
        level: "advisory",
        lines: ["tags: not those of the component.", "Fix: hand them on."],
      });
      const { exitCode, attributes, texts } = await junit(
        stream(
          tags,
          second,
          warning,
          passed(queueUrn, "component-tags", "s3-notification-config"),
          passed(functionUrn, "lambda-python-runtime", "required-tags"),
          stackPassed("component-outputs"),
          end("failed"),
        ),
      );
      assert.equal(exitCode, 0);
      assert.deepEqual(attributes("/testsuites/testsuite", ["name", "tests", "failures", "errors", "skipped"]), [
        [`${PACK}@0.1.0`, "6", "1", "0", "1"],
      ]);
      assert.deepEqual(attributes("//testcase[not(*)]", ["classname", "name"]), [
        ["component-tags", "uploads (aws:sqs/queue:Queue)"],
        ["lambda-python-runtime", "api (aws:lambda/function:Function)"],
        ["required-tags", "api (aws:lambda/function:Function)"],
        ["component-outputs", "site-dev (pulumi:pulumi:Stack)"],
      ]);
      assert.deepEqual(attributes("//failure/..", ["classname", "name"]), [
        ["required-tags", "uploads (aws:sqs/queue:Queue)"],
      ]);
      assert.deepEqual(attributes("//failure", ["type", "message"]), [
        ["mandatory", "2 violations, the first: tags: the resource has no tags."],
      ]);
      const { url } = policyOf("required-tags");
      assert.deepEqual(texts("//failure"), [
        `mandatory, severity medium\ntags: the resource has no tags.\nFix: add a tag to tags.\n${url}\n${queueUrn}\n\n` +
          `mandatory, severity medium\ntags: another problem.\nFix: solve it.\n${url}\n${queueUrn}`,
      ]);
      assert.deepEqual(texts("//skipped"), [
        `advisory, severity low\ntags: not those of the component.\nFix: hand them on.\n${policyOf("component-tags").url}\n${functionUrn}`,
      ]);
    });

    it("escapes what XML takes for markup, and what it cannot hold", async () => {
      const urn = `${queueUrn}<b a="1">&amp;\u0000\u001b[2J\uFFFE]]>`;
      const { attributes, texts } = await junit(
        stream(violation({ urn, lines: ['tags: <none> & "more".', "Fix: it."] }), end()),
      );
      assert.deepEqual(attributes("//testcase", ["name"]), [
        ['uploads<b a="1">&amp;\\u{0}\\u{1b}[2J\uFFFD]]> (aws:sqs/queue:Queue)'],
      ]);
      assert.deepEqual(attributes("//failure", ["message"]), [['tags: <none> & "more".']]);
      assert.ok(texts("//failure")[0]?.endsWith("\\u{0}\\u{1b}[2J\uFFFD]]>"));
    });

    it("has a test that passes where nothing is known but that there is no violation", async () => {
      const { exitCode, attributes } = await junit(stream(end("succeeded", { [PACK]: "0.1.0" })));
      assert.equal(exitCode, 0);
      assert.deepEqual(attributes("//testcase", ["classname", "name"]), [[PACK, "no violations"]]);
      assert.deepEqual(attributes("//testcase[*]", ["name"]), []);
    });
  });

  describe("of inputs that are not whole", () => {
    const whole = stream(tags, passed(queueUrn), stackPassed(), end());
    const incomplete = "so violations may be missing.";

    it("has what is there, and says what is not", async () => {
      for (const [input, gap] of [
        [whole.slice(0, -20), "line 4 is cut short"],
        [stream(tags), "the run has no end"],
        [stream(tags, passed(queueUrn), end("failed")), "the run failed before the stack as a whole was checked"],
      ] as const) {
        const { exitCode, stderr, runs } = await sarif(input);
        const text = `standard input: ${gap}, ${incomplete}`;
        assert.equal(exitCode, 2, gap);
        assert.equal(stderr, `report: 1 mandatory, 0 advisory and 0 exempted violations\nwarning: ${text}\n`);
        assert.deepEqual(runs[0]?.invocations, [
          { executionSuccessful: false, toolExecutionNotifications: [{ level: "error", message: { text } }] },
        ]);
        assert.equal(runs[0]?.results.length, 1);
      }
      const { exitCode, attributes } = await junit(whole.slice(0, -20));
      assert.equal(exitCode, 2);
      assert.deepEqual(attributes("//error", ["type", "message"]), [
        ["incomplete", `standard input: line 4 is cut short, ${incomplete}`],
      ]);
    });

    it("is refused where a report would look as if all were well", async () => {
      const digest = JSON.stringify({ config: {}, steps: [], changeSummary: { create: 1 } }, null, 4);
      const state = JSON.stringify({ version: 3, deployment: { resources: [{ urn: queueUrn }] } }, null, 4);
      for (const [input, problem] of [
        ["", "there are no events of the engine"],
        ["Previewing update (dev):\nerror: no stack\n", "there are no events of the engine"],
        [whole.slice(0, 30), "it is cut short, and has no events of the engine"],
        [
          stream({ policyLoadEvent: {} }, { cancelEvent: {} }),
          "no policy pack checked anything; see the output of the run",
        ],
        [stream(end("succeeded", {})), "no policy pack checked anything; see the output of the run"],
        [state, "no policy pack checked anything; see the output of the run"],
        [
          digest,
          "this is the summary of a preview, which has no violations; use --event-log FILE, or --json with PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true",
        ],
      ] as const) {
        const output = path.join(directory, "refused.sarif");
        const run = await cli(["report", "--format", "sarif", "--output", output, "-"], { input });
        assert.deepEqual(run, { exitCode: 2, stdout: "", stderr: `error: standard input: ${problem}\n` });
        await assert.rejects(readFile(output), { code: "ENOENT" });
      }
    });

    it("is read in what Windows PowerShell makes of it, and between other lines", async () => {
      const file = path.join(directory, "powershell.json");
      await writeFile(file, `\uFEFF${`Previewing update (dev):\n${whole}done\n`.replaceAll("\n", "\r\n")}`, "utf16le");
      const run = await cli(["report", "--format", "junit", file]);
      assert.deepEqual([run.exitCode, run.stderr], [0, "report: 1 mandatory, 0 advisory and 0 exempted violations\n"]);
    });
  });

  it("puts several runs together, and counts once what two of them tell", async () => {
    const prod = queueUrn.replace("dev", "prod");
    await writeFile(path.join(directory, "dev.json"), stream(tags, tags, end()));
    await writeFile(
      path.join(directory, "prod.json"),
      stream(violation({ urn: prod, lines: ["tags: none.", "Fix: add one."] }), end()),
    );
    const run = await cli(["report", "--format", "junit", "dev.json", "prod.json", "dev.json"], { cwd: directory });
    assert.equal(run.stderr, "report: 2 mandatory, 0 advisory and 0 exempted violations\n");
  });

  describe("writes a file", () => {
    let where: string;
    beforeEach(async () => {
      where = await temporaryDirectory();
      await writeFile(path.join(where, "events.json"), stream(tags, end()));
    });
    afterEach(() => removeDirectory(where));
    const write = (output: string, format = "junit", input = "events.json") =>
      cli(["report", "--format", format, "--output", output, input], { cwd: where });

    it("in the place of an older one, through a link, and leaves nothing else behind", async () => {
      await writeFile(path.join(where, "policies.xml"), "old");
      await symlink("policies.xml", path.join(where, "link.xml"));
      const { exitCode, stdout, stderr } = await write("link.xml");
      assert.deepEqual(
        [exitCode, stdout, stderr],
        [0, "", "link.xml: 1 mandatory, 0 advisory and 0 exempted violations\n"],
      );
      assert.match(await readFile(path.join(where, "policies.xml"), "utf8"), /^<\?xml .*<\/testsuites>\n$/s);
      assert.deepEqual((await readdir(where)).sort(), ["events.json", "link.xml", "policies.xml"]);
    });

    it("that is complete when several write it at once", async () => {
      const many = Array.from({ length: 2000 }, (_, index) =>
        violation({ urn: `${queueUrn}-${index}`, lines: ["tags: none.", "Fix: add one."] }),
      );
      await writeFile(path.join(where, "many.json"), stream(...many, end()));
      const [alone, crowded] = [await write("alone.xml"), await write("crowded.xml", "junit", "many.json")];
      assert.deepEqual([alone.exitCode, crowded.exitCode], [0, 0]);
      const whole = await Promise.all(
        ["alone.xml", "crowded.xml"].map((name) => readFile(path.join(where, name), "utf8")),
      );
      const runs = await Promise.all(
        ["many.json", "events.json", "many.json", "events.json"].map((input) => write("shared.xml", "junit", input)),
      );
      assert.deepEqual(
        runs.map(({ exitCode }) => exitCode),
        [0, 0, 0, 0],
      );
      assert.ok(whole.includes(await readFile(path.join(where, "shared.xml"), "utf8")), "half of a report");
      assert.deepEqual((await readdir(where)).sort(), [
        "alone.xml",
        "crowded.xml",
        "events.json",
        "many.json",
        "shared.xml",
      ]);
    });

    it("or says why it cannot, and leaves nothing behind", async () => {
      await mkdir(path.join(where, "directory"));
      const full = process.platform === "linux" ? ([["/dev/full", "no space left on the device"]] as const) : [];
      for (const [output, problem] of [
        ["missing/policies.xml", "there is no directory missing"],
        ["events.json/policies.xml", "a part of the path is not a directory"],
        ["directory", "it is a directory"],
        ...full,
      ] as const) {
        assert.deepEqual(await write(output), {
          exitCode: 2,
          stdout: "",
          stderr: `error: cannot write ${output}: ${problem}\n`,
        });
      }
      assert.deepEqual((await readdir(where)).sort(), ["directory", "events.json"]);
    });
  });

  describe("of what is no log of the engine", () => {
    const ok = { sequence: 1, timestamp: 1 };
    const rows: readonly (readonly [what: string, log: object, place: string])[] = [
      ["an event without what it is about", { ...ok, resourcePreEvent: {} }, "resourcePreEvent"],
      ["an event that is nothing", { ...ok, policyEvent: null }, "policyEvent"],
      ["a violation without a message", { ...ok, policyEvent: { policyName: "a" } }, "policyEvent"],
      [
        "a message that is a number",
        { ...ok, policyEvent: { ...tags.policyEvent, message: 5 } },
        "policyEvent.message",
      ],
      [
        "a resource that is a number",
        { ...ok, policyEvent: { ...tags.policyEvent, resourceUrn: 5 } },
        "policyEvent.resourceUrn",
      ],
      [
        "a summary whose policies are no list",
        { ...ok, policyAnalyzeStackSummaryEvent: { policyPackName: "a", policyPackVersion: "1", passed: {} } },
        "policyAnalyzeStackSummaryEvent.passed",
      ],
      [
        "a summary of no resource",
        { ...ok, policyAnalyzeSummaryEvent: { policyPackName: "a", policyPackVersion: "1" } },
        "policyAnalyzeSummaryEvent",
      ],
      ["an end that is a text", { ...ok, summaryEvent: "done" }, "summaryEvent"],
      ["packs without versions", { ...ok, summaryEvent: { PolicyPacks: { a: 1 } } }, "summaryEvent.PolicyPacks.a"],
      [
        "a resource whose URN is a number",
        { ...ok, resourcePreEvent: { metadata: { new: { urn: 5 } } } },
        "resourcePreEvent.metadata.new.urn",
      ],
      ["a preview whose steps are no list", { steps: {} }, "steps"],
      ["a step that is nothing", { steps: [null] }, "steps[0]"],
      ["a state whose resources are texts", { deployment: { resources: ["a"] } }, "deployment.resources[0]"],
    ];
    for (const [what, log, place] of rows) {
      it(`is refused: ${what}`, async () => {
        const run = await cli(["report", "--format", "sarif", "-"], { input: `${JSON.stringify(log)}\n` });
        const kind = "sequence" in log ? "event" : "state or summary";
        const stderr = `error: standard input: line 1 ends no ${kind} of the engine: ${place} is of another form\n`;
        assert.deepEqual(run, { exitCode: 2, stdout: "", stderr });
      });
    }
  });

  it("is refused where results would stand in a file that is not there", async () => {
    for (const [file, problem] of [
      ["nofile.yaml", "there is no such file"],
      [path.join(__dirname, "support.ts"), "it is outside of this directory"],
    ] as const) {
      const run = await cli(["report", "--format", "sarif", "--project-file", file, "-"], {
        cwd: directory,
        input: stream(tags, end()),
      });
      assert.deepEqual([run.exitCode, run.stdout], [2, ""]);
      assert.equal(
        run.stderr,
        `error: --project-file ${file}: ${problem}; run this at the root of the repository, ` +
          "and name the Pulumi.yaml of the program from there\n",
      );
    }
  });

  it("refuses formats that it does not have, and inputs that it cannot read", async () => {
    const unknown = await cli(["report", "--format", "html", "-"]);
    assert.equal(unknown.exitCode, 2);
    assert.match(
      unknown.stderr,
      /^error: option '--format <format>' argument 'html' is invalid\. Allowed choices are sarif, junit, markdown, github, gitlab, text\.\n$/,
    );
    const missing = await cli(["report", "--format", "sarif", "missing.json"], { cwd: directory });
    assert.deepEqual(missing, {
      exitCode: 2,
      stdout: "",
      stderr: "error: cannot read missing.json: there is no such file or directory\n",
    });
  });
});
