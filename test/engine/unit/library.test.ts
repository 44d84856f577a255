import assert from "node:assert/strict";
import type {
  PolicyResource,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { Library, type Standard } from "../../../engine/library";
import type { ResourceTypes } from "../../../kit/metadata";
import { type Policy, resourcePolicy, type StackPolicyDeclaration, stackPolicy } from "../../../kit/policy";

const QUEUE = "acme:mq:Queue";
const TOPIC = "acme:mq:Topic";
const SITE = "acme:web:Site";

const common = {
  name: "queue-size",
  description: "Queues are large.",
  severity: "low",
  level: "advisory",
  options: { least: { type: "integer", default: 5, description: "Least size." } },
  remediationSteps: "Enlarge the queue.",
  tags: [],
  page: { why: "", limits: "", sources: ["https://example.com"], since: "0.1.0" },
} as const;

const urn = (type: string, name: string) => `urn:pulumi:dev::policy::${type}::${name}`;

/** A resource as the SDK hands it to a policy, with what is configured. */
const args = (type: string, props: Record<string, unknown> = {}, config: object = {}, more: object = {}) =>
  ({
    type,
    props,
    name: "orders",
    urn: urn(type, "orders"),
    opts: {},
    getConfig: () => config,
    ...more,
  }) as unknown as ResourceValidationArgs;

async function collect(run: (report: ReportViolation) => unknown) {
  const texts: unknown[] = [];
  await run((violation, on) => void texts.push([on, violation]));
  return texts;
}

const ofResource = (policy: Policy, standard?: Standard) =>
  new Library().toSdk(policy, standard) as ResourceValidationPolicy;
const ofStack = (policy: Policy) => new Library().toSdk(policy) as StackValidationPolicy;
const judge = ({ validateResource }: ResourceValidationPolicy, resource: ResourceValidationArgs) => {
  assert.ok(typeof validateResource === "function");
  return collect((report) => validateResource(resource, report));
};
/** The one type by which the SDK picks resources for a callback. */
const picked = (callback: unknown) => (callback as { __pulumiType?: string }).__pulumiType;

describe("engine/library", () => {
  const size = (resources: ResourceTypes) =>
    resourcePolicy({
      ...common,
      resources,
      check: ({ properties }, { least }, report) =>
        report({ problem: `${properties.at("size").state} is below ${least}`, fix: "enlarge it" }),
      remediate: ({ properties }, { least }) => {
        const at = properties.at("size");
        if (at.state === "unknown") throw new Error("a fault of the policy");
        const value = at.number();
        return value.state === "known" && value.value >= least ? [] : [{ at, value: least }];
      },
    });
  const text = (problem: string) => `${problem}.\nFix: enlarge it.\n${size([QUEUE]).url}`;

  for (const [what, resources, type] of [
    ["one type", [QUEUE], QUEUE],
    ["several types", [QUEUE, SITE], undefined],
    ["types by a test", (type: string) => type === QUEUE, undefined],
  ] as const) {
    it(`checks and repairs resources of ${what}, and no others`, async () => {
      const policy = size(resources);
      const sdkPolicy = ofResource(policy);
      const { validateResource, remediateResource } = sdkPolicy;
      assert.ok(remediateResource);
      assert.deepEqual([policy.concerns(QUEUE), policy.concerns(TOPIC)], [true, false]);
      assert.deepEqual([picked(validateResource), picked(remediateResource)], [type, type]);
      assert.deepEqual(await judge(sdkPolicy, args(QUEUE)), [[urn(QUEUE, "orders"), text("absent is below 5")]]);
      assert.deepEqual(await judge(sdkPolicy, args(TOPIC)), []);
      assert.deepEqual(await remediateResource(args(QUEUE)), { size: 5 });
      assert.equal(await remediateResource(args(TOPIC)), undefined);
    });
  }

  it("repairs by what is configured, and nothing where nothing is wrong, exempted or cannot be repaired", async () => {
    const { remediateResource } = ofResource(size([QUEUE]));
    assert.ok(remediateResource);
    const exemptions = [{ resource: "orders", reason: "OPS-1" }];
    const expired = [{ resource: "orders", reason: "OPS-1", expires: "2024-02-29" }];
    assert.deepEqual(await remediateResource(args(QUEUE, { size: 5, a: 1 }, { least: 6 })), { size: 6, a: 1 });
    assert.deepEqual(await remediateResource(args(QUEUE, {}, { exemptions: expired })), { size: 5 });
    assert.equal(await remediateResource(args(QUEUE, { size: 5 })), undefined);
    assert.equal(await remediateResource(args(QUEUE, {}, { exemptions })), undefined);
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    assert.equal(await remediateResource(args(QUEUE, { size: unknown })), undefined);
  });

  it("repairs only where it declares how", () => {
    const policy = resourcePolicy({ ...common, resources: [QUEUE], check() {} });
    assert.deepEqual([policy.remediates, size([QUEUE]).remediates], [false, true]);
    assert.equal("remediateResource" in ofResource(policy), false);
  });

  it("tells the SDK what it declares", () => {
    const framework = {
      name: "Acme",
      version: "1.0.0",
      reference: "MQ.1",
      specification: "Queues should be large",
      url: "https://example.com/mq-1",
    };
    const { tags: none, ...plain } = ofResource(size([QUEUE]));
    assert.deepEqual([none, "framework" in plain], [[], false]);
    const declared = ofResource(resourcePolicy({ ...common, resources: [QUEUE], tags: ["mq"], framework, check() {} }));
    const { url: _, ...control } = framework;
    assert.deepEqual([declared.tags, declared.framework], [["mq"], control]);
  });

  it("has the level and options of who uses it in a pack of their own", async () => {
    for (const [standard, level, least] of [
      [undefined, "advisory", 5],
      [{}, "advisory", 5],
      [{ level: "mandatory" }, "mandatory", 5],
      [{ options: { least: 7 } }, "advisory", 7],
      [{ level: "mandatory", options: { least: 7 } }, "mandatory", 7],
    ] as const) {
      const sdkPolicy = ofResource(size([QUEUE]), standard);
      assert.equal(sdkPolicy.enforcementLevel, level);
      assert.equal(sdkPolicy.configSchema?.properties.least?.default, least);
      assert.deepEqual(await judge(sdkPolicy, args(QUEUE)), [[urn(QUEUE, "orders"), text(`absent is below ${least}`)]]);
    }
  });

  it("reads options once for a configuration, and anew for another", async () => {
    const seen: object[] = [];
    const policy = resourcePolicy({ ...common, resources: [QUEUE], check: (_, options) => void seen.push(options) });
    const sdkPolicy = ofResource(policy);
    for (const least of [6, 6, 7]) await judge(sdkPolicy, args(QUEUE, {}, { least }));
    const options = { exemptions: [], inCodeExemptions: false, reportUnusedExemptions: false };
    assert.deepEqual(
      seen,
      [6, 6, 7].map((least) => ({ ...options, least })),
    );
    assert.equal(seen[0], seen[1]);
  });

  it("shows nothing of what an SDK hands out that it does not know", async () => {
    const policy = resourcePolicy({
      ...common,
      resources: [QUEUE],
      check({ properties }, _options, report) {
        const arn = properties.at("arn").string();
        report({
          at: properties.at("arn"),
          problem: `"${"value" in arn ? arn.value : ""}" is no ARN`,
          fix: "enlarge it",
        });
      },
    });
    const found = await judge(ofResource(policy), args(QUEUE, { arn: "hunter2" }));
    assert.deepEqual(found, [[urn(QUEUE, "orders"), text("arn: [secret] is no ARN")]]);
  });

  it("knows of a stack what the program set where the resources were seen before", async () => {
    const library = new Library();
    const one = library.toSdk(size([QUEUE])) as ResourceValidationPolicy;
    const all = library.toSdk(
      stackPolicy({
        ...common,
        resources: [QUEUE],
        check: ({ resources }, _options, report) =>
          report({ problem: resources.map((each) => each.input("size").state).join(), fix: "enlarge it" }),
      }),
    ) as StackValidationPolicy;
    await judge(one, args(QUEUE, { arn: "a" }));
    const resource = (name: string) =>
      ({
        ...args(QUEUE, { size: 5 }, {}, { name, urn: urn(QUEUE, name) }),
        dependencies: [],
        propertyDependencies: {},
      }) as unknown as PolicyResource;
    const resources = [resource("orders"), resource("unseen")];
    const found = await collect((report) => all.validateStack({ resources, getConfig: () => ({}) } as never, report));
    assert.deepEqual(found, [[urn(QUEUE, "orders"), text("absent,unknown")]]);
  });

  describe("for stacks", () => {
    const resource = (type: string, name: string) =>
      ({
        ...args(type, {}, {}, { name, urn: urn(type, name) }),
        dependencies: [],
        propertyDependencies: {},
      }) as unknown as PolicyResource;
    const stack = [resource(TOPIC, "news"), resource(QUEUE, "orders"), resource(QUEUE, "mail")];
    const policy = (check: StackPolicyDeclaration<typeof common.options>["check"]) =>
      stackPolicy({ ...common, resources: [QUEUE], check });
    const judgeStack = ({ validateStack }: StackValidationPolicy, resources: readonly PolicyResource[]) =>
      collect((report) => validateStack({ resources, getConfig: () => ({ least: 6 }) } as never, report));

    it("are checked by a policy for resources too, where it has a check of them", async () => {
      const both = resourcePolicy({
        ...common,
        resources: [QUEUE],
        check: (_, { least }, report) => report({ problem: `one is below ${least}`, fix: "enlarge it" }),
        checkStack: ({ resources }, { least }, report) =>
          report({ problem: `${resources.length} are below ${least}`, fix: "enlarge it" }),
      });
      assert.deepEqual([both.kind, both.judgesStack, size([QUEUE]).judgesStack], ["resource", true, false]);
      const sdk = ofStack(both);
      assert.ok("validateResource" in sdk && "validateStack" in sdk);
      assert.deepEqual(await judgeStack(sdk as StackValidationPolicy, stack), [
        [urn(QUEUE, "mail"), text("3 are below 6")],
      ]);
    });

    it("checks those that have a resource of its types, as a whole", async () => {
      const counting = policy(({ resources }, { least }, report) =>
        report({ problem: `${resources.length} resources are below ${least}`, fix: "enlarge it" }),
      );
      assert.deepEqual([counting.kind, counting.remediates, size([QUEUE]).kind], ["stack", false, "resource"]);
      assert.deepEqual(await judgeStack(ofStack(counting), stack), [
        [urn(QUEUE, "mail"), text("3 resources are below 6")],
      ]);
      assert.deepEqual(await judgeStack(ofStack(counting), stack.slice(0, 1)), []);
      assert.equal(picked(ofStack(counting).validateStack), QUEUE);
    });
    it("reports its own faults on the first resource of its types", async () => {
      const failing = policy(() => {
        throw new TypeError("hunter2");
      });
      const [[, advice] = []] = (await judgeStack(ofStack(failing), stack)) as [unknown, { urn: string }][];
      assert.equal(advice?.urn, urn(QUEUE, "mail"));
    });
  });
});
