import assert from "node:assert/strict";
import { status } from "@grpc/grpc-js";
import {
  AnalyzeRequest,
  type AnalyzeResponse,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
  type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { definition, handlers } from "../../../engine/server";
import { type Policy, resourcePolicy, stackPolicy } from "../../../kit/policy";
import { PackProcess } from "../../support/pack-process";

const QUEUE = "acme:mq/queue:Queue";
const NATIVE = "acme-native:mq:Queue";
const common = {
  severity: "low",
  level: "mandatory",
  resources: [QUEUE, NATIVE],
  options: {},
  remediationSteps: "Enlarge the queue.",
  tags: [],
  page: { why: "", limits: "", sources: ["https://example.com"], since: "0.1.0" },
} as const;
const size = resourcePolicy({
  ...common,
  name: "queue-size",
  description: "Queues are large.",
  check(resource, _options, report) {
    report({ problem: `size ${resource.input("size").state}`, fix: "enlarge it" });
  },
  remediate: ({ properties }) =>
    properties.at("size").state === "absent" ? [{ at: properties.at("size"), value: 5 }] : [],
});
const seen = stackPolicy({
  ...common,
  name: "queue-use",
  description: "Queues are in use.",
  check({ resources }, _options, report) {
    for (const on of resources) report({ on, problem: `size ${on.input("size").state}`, fix: "use it" });
  },
});
const urnOf = (name: string, type = QUEUE) => `urn:pulumi:dev::shop::${type}::${name}`;
const struct = (properties: object) => Struct.fromJavaScript(properties as never);

/** A pack that is asked as the engine does, through the wire form. */
function started(policies: readonly Policy[] = [size, seen], notesDefaults = true) {
  const pack = { name: "acme", version: "1.0.0", policies, about: {}, notesDefaults: () => notesDefaults };
  const answers = handlers(pack) as unknown as Readonly<Record<string, (call: object, done: Done) => void>>;
  const methods = definition as unknown as Readonly<Record<string, { requestDeserialize(bytes: Buffer): unknown }>>;
  type Done = (error: unknown, response: unknown) => void;
  const ask = <R>(method: string, request: { serializeBinary(): Uint8Array }) =>
    new Promise<R>((resolve, reject) => {
      const sent = methods[method]?.requestDeserialize(Buffer.from(request.serializeBinary()));
      answers[method]?.({ request: sent }, (error, response) => (error ? reject(error) : resolve(response as R)));
    });
  const request = (name: string, properties: object, type = QUEUE) =>
    new AnalyzeRequest()
      .setName(name)
      .setType(type)
      .setUrn(urnOf(name, type))
      .setProperties(struct(properties))
      .setProvider(new AnalyzerProviderResource().setType("pulumi:providers:acme"));
  const found = (response: AnalyzeResponse) =>
    response
      .getDiagnosticsList()
      .map((each) => `${each.getUrn().split("::").at(-1)}: ${each.getMessage().split("\n")[1]}`);
  return {
    configure: (level: EnforcementLevel) => {
      const configuration = new ConfigureAnalyzerRequest();
      configuration.getPolicyconfigMap().set("queue-size", new PolicyConfig().setEnforcementlevel(level));
      return ask("configure", configuration);
    },
    deploy: () => ask("configureStack", new AnalyzeRequest()),
    repair: async (name: string, inputs: object, type?: string) => {
      const response = await ask<RemediateResponse>("remediate", request(name, inputs, type));
      return response.getRemediationsList().map((each) => each.getProperties()?.toJavaScript());
    },
    judge: async (name: string, inputs: object, type?: string) =>
      found(await ask<AnalyzeResponse>("analyze", request(name, inputs, type))),
    judgeStack: async (...names: readonly string[]) => {
      const resources = names.map((name) =>
        new AnalyzerResource().setName(name).setType(QUEUE).setUrn(urnOf(name)).setProperties(struct({})),
      );
      return found(await ask<AnalyzeResponse>("analyzeStack", new AnalyzeStackRequest().setResourcesList(resources)));
    },
    ask,
    request,
  };
}

describe("the pack's service", () => {
  let pack: PackProcess;
  before(async () => {
    pack = await PackProcess.start();
  });
  after(() => pack.stop());

  it("repairs what is to be repaired, and nothing where nothing is", async () => {
    await pack.configure({ "lambda-python-runtime": { level: "mandatory" } });
    const type = "aws:lambda/function:Function";
    const properties = { runtime: "python3.8" };
    const resource = { type, name: "resize", urn: `urn:pulumi:dev::program::${type}::resize`, properties };
    assert.equal(await pack.remediate(resource), undefined);
    await pack.configure({ "lambda-python-runtime": { level: "remediate" } });
    assert.deepEqual(await pack.remediate(resource), { runtime: "python3.11" });
  });

  it("goes on where a resource is nested too deeply to be repaired", async () => {
    await pack.configure({ "lambda-python-runtime": { level: "remediate" } });
    const type = "aws:lambda/function:Function";
    const deep = JSON.parse(`${'{"a":['.repeat(600)}1${"]}".repeat(600)}`);
    const resource = {
      type,
      name: "deep",
      urn: `urn:pulumi:dev::program::${type}::deep`,
      properties: { runtime: "python3.8", deep },
    };
    const repaired = await pack.remediate(resource);
    assert.ok(repaired === undefined || repaired.runtime === "python3.11");
    const other = { ...resource, properties: { runtime: "python3.8" } };
    assert.deepEqual(await pack.remediate(other), { runtime: "python3.11" });
  });
});

describe("engine/analyzer", () => {
  it("says at once that it repairs nothing, where it does not", async () => {
    const { ask, request, configure, repair } = started();
    const refused = { code: status.UNIMPLEMENTED, details: "no policy is configured to repair resources" };
    await assert.rejects(ask("remediate", request("orders", {})), (error) => {
      assert.deepEqual({ ...(error as object) }, refused);
      return true;
    });
    await configure(EnforcementLevel.REMEDIATE);
    assert.deepEqual(await repair("orders", { __defaults: [] }), [{ size: 5, __defaults: [] }]);
    assert.deepEqual(await repair("orders", { size: 3, __defaults: [] }), []);
  });

  it("knows what the program set, also for the stack, whatever the provider adds", async () => {
    const { deploy, judge, judgeStack, configure, repair } = started();
    await deploy();
    await configure(EnforcementLevel.REMEDIATE);
    await repair("added", { size: 3, __defaults: ["size"] });
    assert.deepEqual(await judge("added", { size: 3 }), ["added: size absent."]);
    await repair("repaired", { __defaults: [] });
    assert.deepEqual(await judge("repaired", { size: 5 }), ["repaired: size known."]);
    assert.deepEqual(await judge("alone", { size: 5 }), ["alone: size known."]);
    assert.deepEqual(await judgeStack("added", "repaired", "unseen"), [
      "added: size absent.",
      "repaired: size known.",
      "unseen: size unknown.",
    ]);
  });

  it("leaves alone what is only read in a state, with or without values, and nothing of a deployment", async () => {
    const only = async (inputs: object, noted: object, { type = QUEUE, deployed = false, notes = true } = {}) => {
      const { configure, deploy, repair, judge } = started([size], notes);
      if (deployed) await deploy();
      await configure(EnforcementLevel.REMEDIATE);
      await repair("read", noted, type);
      return (await judge("read", inputs, type)).length === 0;
    };
    assert.equal(await only({}, {}), true);
    assert.equal(await only({ size: 3 }, { size: 3 }), true);
    assert.equal(await only({}, { __defaults: [] }), false);
    assert.equal(await only({ size: 3 }, { size: 3, __defaults: [] }), false);
    assert.equal(await only({ size: 3 }, { size: 3 }, { notes: false }), false);
    assert.equal(await only({}, {}, { notes: false }), true);
    assert.equal(await only({}, {}, { type: NATIVE }), false);
    assert.equal(await only({}, {}, { deployed: true }), false);
  });

  it("refuses a configuration that names no policy", async () => {
    const request = new ConfigureAnalyzerRequest();
    request.getPolicyconfigMap().set("queue-sise", new PolicyConfig());
    const details = 'unknown policy "queue-sise"; did you mean "queue-size"?';
    await assert.rejects(started().ask("configure", request), { code: status.INVALID_ARGUMENT, details });
  });

  it("reports exemptions that match nothing, and goes by the parents that it was sent", async () => {
    const { ask, request } = started();
    const configuration = new ConfigureAnalyzerRequest();
    const reportUnusedExemptions = true;
    const exemptions = [
      { resource: "site", reason: "OPS-1" },
      { resource: "gone", reason: "OPS-2" },
    ];
    const configured = new PolicyConfig()
      .setEnforcementlevel(EnforcementLevel.MANDATORY)
      .setProperties(struct({ exemptions, reportUnusedExemptions }));
    configuration.getPolicyconfigMap().set("queue-size", configured);
    await ask("configure", configuration);
    const options = new AnalyzerResourceOptions().setParent("urn:pulumi:dev::shop::acme:web:Site::site");
    const exempted = await ask<AnalyzeResponse>("analyze", request("orders", {}).setOptions(options));
    assert.deepEqual(
      exempted.getDiagnosticsList().map((each) => [each.getEnforcementlevel(), each.getMessage().split("\n")[1]]),
      [[EnforcementLevel.ADVISORY, "Exempted: OPS-1."]],
    );
    const stack = new AnalyzeStackRequest().setResourcesList([
      new AnalyzerResource().setName("orders").setType(QUEUE).setUrn(urnOf("orders")).setOptions(options),
    ]);
    const response = await ask<AnalyzeResponse>("analyzeStack", stack);
    assert.deepEqual(
      response.getDiagnosticsList().map((each) => [
        each.getPolicyname(),
        each
          .getMessage()
          .split("\n")
          .at(each.getDescription() === "" ? 0 : 1),
      ]),
      [
        ["queue-use", "size absent."],
        ["exemptions", "Exemptions that match no resource: gone (queue-size). Remove them, or correct their globs."],
      ],
    );
  });
});
