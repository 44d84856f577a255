import assert from "node:assert/strict";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
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
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { grpc, type Handler } from "../../kit/sdk";
import { hookService, type ServiceHooks } from "../../kit/service";
import { version } from "../../package.json";
import { PackProcess } from "../support/pack-process";

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
});

describe("kit/service", () => {
  const urn = "urn:pulumi:dev::service::acme:mq:Queue::orders";
  const advisory = { policy: "queue-size", text: "An exemption is left over." };
  const failing = {
    policy: {
      name: "queue-use",
      description: "Queues are in use.",
      validateStack: () => Promise.reject(new Error("broken")),
    },
    enforcementLevel: "mandatory",
    options: {},
  };

  /** The handlers of a service whose SDK says which of its own were called, with all that the hooks were called with. */
  function hooked(hooks: Partial<ServiceHooks> = {}) {
    const calls: unknown[] = [];
    const sdk = Object.fromEntries(
      ["configure", "analyze", "remediate", "analyzeStack"].map((name) => [
        name,
        (_: unknown, callback: Callback) => {
          calls.push(name);
          callback(null);
        },
      ]),
    );
    let handlers: Record<string, Handler<unknown, AnalyzeResponse>> = {};
    let methods: Partial<typeof AnalyzerService> = {};
    const { addService } = grpc.Server.prototype;
    grpc.Server.prototype.addService = (definition, implementation) => {
      methods = definition as unknown as typeof methods;
      handlers = implementation as unknown as typeof handlers;
    };
    try {
      hookService("acme", {
        names: new Map([
          ["queue-length", "queue-size"],
          ["queue-labels", "queue-tags"],
        ]),
        onConfigure: (configuration) => calls.push([...configuration]),
        onOnlyRead: (read) => calls.push(`only read: ${read}`),
        onAnalyze: (urn, inputNames, parent) => calls.push([urn, inputNames, parent]),
        resourcePolicies: () => ({ applicable: [], notApplicable: ["queue-size"] }),
        remediates: () => false,
        stackPolicies: () => [],
        onAnalyzeStack: (resources) => {
          calls.push(resources);
          return [advisory];
        },
        ...hooks,
      });
      new grpc.Server().addService(AnalyzerService as never, sdk as never);
    } finally {
      grpc.Server.prototype.addService = addService;
    }
    const ask = (name: string, request: unknown) =>
      new Promise<{ error: unknown; response: AnalyzeResponse | undefined }>((resolve) => {
        handlers[name]?.({ request }, (error, response) => resolve({ error, response }));
      });
    return { calls, ask, methods };
  }
  type Callback = (error: unknown) => void;

  const configuration = (levels: Readonly<Record<string, number>>, properties?: object) => {
    const request = new ConfigureAnalyzerRequest();
    for (const [name, level] of Object.entries(levels)) {
      const policy = new PolicyConfig().setEnforcementlevel(level as EnforcementLevel);
      if (properties !== undefined) policy.setProperties(Struct.fromJavaScript(properties as never));
      request.getPolicyconfigMap().set(name, policy);
    }
    return request;
  };

  it("hands on what is configured, by today's names and by the names of levels", async () => {
    const { calls, ask } = hooked();
    await ask("configure", configuration({ "queue-length": 1, all: 0 }, { size: 2 }));
    await ask("configure", configuration({ a: 2, b: 3, c: 9 }));
    const of = (enforcementLevel: string, options = {}) => ({ enforcementLevel, options });
    assert.deepEqual(calls, [
      [
        ["all", of("advisory", { size: 2 })],
        ["queue-size", of("mandatory", { size: 2 })],
      ],
      "configure",
      [
        ["a", of("disabled")],
        ["b", of("remediate")],
        ["c", of("")],
      ],
      "configure",
    ]);
  });
  it("refuses a configuration before the SDK gets it", async () => {
    const { calls, ask } = hooked({
      onConfigure() {
        throw new Error("unknown policy");
      },
    });
    const { error } = await ask("configure", configuration({ all: 0 }));
    assert.deepEqual([error, calls], [{ code: grpc.status.INVALID_ARGUMENT, details: "unknown policy" }, []]);
  });

  it("hands on the names of inputs and the parent, and leaves to the SDK what has no provider", async () => {
    const { calls, ask } = hooked();
    const properties = Struct.fromJavaScript({ size: 5, name: "orders" });
    const options = new AnalyzerResourceOptions().setParent("urn:pulumi:dev::service::acme:web:Site::site");
    await ask("analyze", new AnalyzeRequest().setUrn(urn).setProperties(properties).setOptions(options));
    const provided = new AnalyzeRequest().setUrn(urn).setProvider(new AnalyzerProviderResource());
    const { response } = await ask("analyze", provided);
    assert.deepEqual(calls, [[urn, ["name", "size"], options.getParent()], "analyze", [urn, [], ""]]);
    assert.deepEqual(
      response?.getNotApplicableList().map((entry) => entry.getPolicyName()),
      ["queue-size"],
    );
  });

  it("tells which resources are only read: those of which the engine has no inputs, also where it asks for repairs", async () => {
    const bare = (of: string) => new AnalyzeRequest().setUrn(of).setProvider(new AnalyzerProviderResource());
    const request = (inputs: object = {}, of = urn) => bare(of).setProperties(Struct.fromJavaScript(inputs as never));
    const component = new AnalyzeRequest().setUrn(urn);
    const told = async (analyze: AnalyzeRequest, repair?: AnalyzeRequest) => {
      const { calls, ask, methods } = hooked();
      if (repair) methods.remediate?.requestDeserialize(Buffer.from(repair.serializeBinary()));
      await ask("analyze", analyze);
      return calls.filter((call) => typeof call === "string" && call.startsWith("only read"));
    };
    assert.deepEqual(await told(request(), request()), [`only read: ${urn}`]);
    assert.deepEqual(await told(bare(urn), bare(urn)), [`only read: ${urn}`]);
    assert.deepEqual(await told(request(), request({ __defaults: [] })), []);
    assert.deepEqual(await told(request({ size: 5 }), request()), []);
    assert.deepEqual(await told(component, component), []);
    // Previews ask for several resources at once.
    assert.deepEqual(await told(request(), request({}, `${urn}-dead`)), []);
    assert.deepEqual(await told(request()), []);
  });

  it("reads what the SDK reads, and repairs only where there is something to repair", async () => {
    const resource = new AnalyzeRequest().setUrn(urn);
    const bytes = Buffer.from(resource.serializeBinary());
    const request = new AnalyzeStackRequest().setResourcesList([new AnalyzerResource().setUrn(urn)]);
    const stack = Buffer.from(request.serializeBinary());
    for (const remediates of [false, true]) {
      const { calls, ask, methods } = hooked({ remediates: () => remediates });
      assert.deepEqual(Object.keys(methods), Object.keys(AnalyzerService));
      assert.equal(methods.analyze?.path, AnalyzerService.analyze.path);
      assert.equal(methods.analyzeStack?.path, AnalyzerService.analyzeStack.path);
      assert.equal(methods.remediate?.path, AnalyzerService.remediate.path);
      assert.equal(methods.analyze?.requestDeserialize(bytes).getUrn(), urn);
      assert.equal(methods.analyzeStack?.requestDeserialize(stack).getResourcesList()[0]?.getUrn(), urn);
      const { error } = await ask("remediate", methods.remediate?.requestDeserialize(bytes));
      const unimplemented = { code: grpc.status.UNIMPLEMENTED, details: "no policy is configured to repair resources" };
      assert.deepEqual([error, calls], remediates ? [null, ["remediate"]] : [unimplemented, []]);
    }
  });

  it("adds to what is found in a stack what else there is to tell", async () => {
    const { calls, ask } = hooked();
    const resource = new AnalyzerResource().setName("orders").setType("acme:mq:Queue").setUrn(urn);
    resource.setProperties(new Struct()).setOptions(new AnalyzerResourceOptions());
    const { response } = await ask("analyzeStack", new AnalyzeStackRequest().setResourcesList([resource]));
    assert.deepEqual(calls, [[{ name: "orders", type: "acme:mq:Queue", urn }]]);
    const { policy, text } = advisory;
    assert.deepEqual(
      response
        ?.getDiagnosticsList()
        .map((found) => [
          found.getPolicyname(),
          found.getPolicypackname(),
          found.getPolicypackversion(),
          found.getMessage(),
          found.getEnforcementlevel(),
        ]),
      [[policy, "acme", version, text, EnforcementLevel.ADVISORY]],
    );
  });
  it("adds nothing to an error", async () => {
    const { calls, ask } = hooked({ stackPolicies: () => [failing] });
    const { error, response } = await ask("analyzeStack", new AnalyzeStackRequest());
    assert.match(String((error as Error).message), /broken/);
    assert.deepEqual([response, calls], [undefined, []]);
  });
});
