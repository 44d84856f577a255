import assert from "node:assert/strict";
import os from "node:os";
import { mock } from "node:test";
import { setTimeout } from "node:timers/promises";
import {
  AnalyzeRequest,
  AnalyzerResource,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { handlers } from "../../../engine/server";
import { wireForm } from "../../../engine/wire/encode";
import { stackPolicy } from "../../../kit/policy";
import { samplesFor } from "../../../samples";
import { executable } from "../../../tools/programs";
import { PackProcess } from "../../support/pack-process";

const QUEUE = "acme:mq/queue:Queue";
const urnOf = (name: string) => `urn:pulumi:dev::shop::${QUEUE}::${name}`;

/** A pack that notes what it is asked for, and has a sample of two queues. */
function started() {
  const calls: string[] = [];
  const policy = stackPolicy({
    name: "queue-use",
    description: "Queues are in use.",
    severity: "low",
    level: "mandatory",
    resources: [QUEUE],
    options: {},
    remediationSteps: "Use the queue.",
    tags: [],
    page: { why: "", limits: "", sources: ["https://example.com"], since: "0.1.0" },
    async prepare(resource) {
      calls.push(`prepare ${resource.name}`);
      throw new Error("does not matter");
    },
    check({ resources }, _options, report) {
      calls.push(`check ${resources.map(({ name }) => name)}`);
      for (const on of resources) report({ on, problem: `size ${on.input("size").state}`, fix: "use it" });
    },
  });
  const sample = ["first", "second"].map((name) => ({ type: QUEUE, name, properties: { size: 1 } }));
  const samples = async () => [sample, sample];
  const pack = { name: "acme", version: "1.0.0", policies: [policy], about: {}, notesDefaults: () => true, samples };
  type Done = (error: unknown, response: unknown) => void;
  const answers = handlers(pack) as unknown as Readonly<Record<string, (call: object, done: Done) => void>>;
  const ask = (method: string, request: object) =>
    new Promise((resolve, reject) => {
      answers[method]?.({ request }, (error, response) => (error ? reject(error) : resolve(response)));
    });
  return { calls, ask };
}

const analyze = new AnalyzeRequest().setName("orders").setType(QUEUE).setUrn(urnOf("orders"));
const stack = new AnalyzeStackRequest().setResourcesList([
  new AnalyzerResource().setName("orders").setType(QUEUE).setUrn(urnOf("orders")),
]);

describe("engine/warm-up", () => {
  const machine = { processors: 2, waiting: 0.5 };
  before(() => {
    mock.method(os, "availableParallelism", () => machine.processors);
    mock.method(os, "loadavg", () => [machine.waiting, 0, 0]);
  });
  after(() => mock.restoreAll());

  it("checks samples while a program starts, of which nothing stays", async () => {
    const { calls, ask } = started();
    await ask("configureStack", {});
    await ask("configure", new ConfigureAnalyzerRequest());
    assert.equal(calls.length, 0);
    while (calls.filter((call) => call.startsWith("check")).length < 2) await setTimeout(1);
    assert.ok(calls.includes("check first,second"), String(calls));
    const answer = (await ask("analyzeStack", stack)) as { getDiagnosticsList(): { getUrn(): string }[] };
    assert.deepEqual(
      answer.getDiagnosticsList().map((each) => each.getUrn()),
      [urnOf("orders")],
    );
  });

  it("stops where the engine asks for something, and does not start for a state", async () => {
    const asked = started();
    await asked.ask("configureStack", {});
    await asked.ask("configure", new ConfigureAnalyzerRequest());
    await asked.ask("analyze", analyze);
    const state = started();
    await state.ask("configure", new ConfigureAnalyzerRequest());
    await setTimeout(50);
    assert.deepEqual(asked.calls, ["prepare orders"]);
    assert.deepEqual(state.calls, []);
  });

  it("leaves processors alone that others wait for", async () => {
    for (const busy of [
      { processors: 1, waiting: 0 },
      { processors: 2, waiting: 5 },
    ]) {
      const { calls, ask } = started();
      const idle = { ...machine };
      Object.assign(machine, busy);
      await ask("configureStack", {});
      await ask("configure", new ConfigureAnalyzerRequest());
      await setTimeout(50);
      Object.assign(machine, idle);
      assert.deepEqual(calls, []);
    }
  });

  it("has policies prepare each resource after the answer, whatever comes of it", async () => {
    const { calls, ask } = started();
    await ask("analyze", analyze);
    assert.equal(calls.length, 0);
    await setTimeout(50);
    assert.deepEqual(calls, ["prepare orders"]);
    await ask("analyzeStack", stack);
    assert.deepEqual(calls, ["prepare orders", "check orders"]);
  });
});

describe("what the pack prepares for its start", () => {
  it("has samples without a fault, in each language that the program has files of", async () => {
    assert.deepEqual(samplesFor(new Set([".md"])).length, 1);
    const all = samplesFor(new Set([".py", ".ts"]));
    assert.deepEqual(
      all.map((sample) => sample.find(({ name }) => name === "function")?.properties.runtime),
      [undefined, "python3.12", "nodejs22.x"],
    );
    for (const sample of all) {
      const pack = PackProcess.inThisProcess();
      const urn = (name: string) =>
        `urn:pulumi:dev::sample::${sample.find((each) => each.name === name)?.type}::${name}`;
      const resources = await Promise.all(
        sample.map(async ({ type, name, properties, madeOf = {} }) => ({
          type,
          name,
          urn: urn(name),
          properties: (await wireForm(properties)) as Record<string, unknown>,
          dependencies: Object.values(madeOf).flat().map(urn),
          propertyDependencies: Object.fromEntries(
            Object.entries(madeOf).map(([property, names]) => [property, names.map(urn)]),
          ),
        })),
      );
      for (const resource of resources) assert.deepEqual(await pack.analyze(resource), []);
      assert.deepEqual(await pack.analyzeStack(resources), []);
    }
  });

  it("says of itself in the executable form what it says in the other", async () => {
    const pack = await PackProcess.start(executable);
    try {
      assert.deepEqual(await pack.info(), await PackProcess.inThisProcess().info());
    } finally {
      await pack.stop();
    }
  });
});
