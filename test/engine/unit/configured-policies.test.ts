import assert from "node:assert/strict";
import { ConfiguredPolicies } from "../../../engine/config/configured-policies";
import { ConfigurationError } from "../../../engine/config/validation";
import { Session } from "../../../engine/session";
import { resourcePolicy, stackPolicy } from "../../../kit/policy";

const common = {
  description: "Queues are large.",
  severity: "low",
  level: "advisory",
  options: { size: { type: "integer", default: 1, description: "Least size." } },
  remediationSteps: "Enlarge the queue.",
  tags: [],
  page: { why: "", limits: "", sources: ["https://example.com"], since: "0.1.0" },
} as const;
const check = () => {};
const queueSize = resourcePolicy({ ...common, name: "queue-size", resources: ["acme:mq:Queue"], check });
const queueTags = resourcePolicy({ ...common, name: "queue-tags", resources: ["acme:mq:Queue"], check });
const topicSize = resourcePolicy({
  ...common,
  name: "topic-size",
  resources: (type) => type === "acme:mq:Topic",
  check,
});
const queueUse = stackPolicy({ ...common, name: "queue-use", level: "mandatory", resources: ["acme:mq:Queue"], check });

const configured = (configuration: Readonly<Record<string, { level: string; options?: Record<string, unknown> }>>) => {
  const policies = new ConfiguredPolicies([queueSize, queueTags, topicSize, queueUse]);
  policies.configure(
    new Map(
      Object.entries(configuration).map(([name, { level, options = {} }]) => [
        name,
        { enforcementLevel: level, options },
      ]),
    ),
  );
  return policies;
};
const problems = (configuration: Parameters<typeof configured>[0]) => {
  try {
    configured(configuration);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
    return error.message;
  }
};

describe("engine/config/configured-policies", () => {
  describe("a configuration", () => {
    it("may name policies and all of them", () => {
      assert.equal(problems({ all: { level: "advisory" }, "queue-size": { level: "mandatory" } }), undefined);
    });
    it("is refused with every problem, and the names that were likely meant", () => {
      assert.equal(
        problems({
          "queue-sise": { level: "mandatory" },
          encryption: { level: "mandatory" },
          "topic-size": { level: "mandatory", options: { size: "5" } },
        }),
        'unknown policy "queue-sise"; did you mean "queue-size"?\n' +
          'unknown policy "encryption"\n' +
          'invalid configuration of policy "topic-size": "size": found "5", allowed a value of type integer',
      );
    });
  });

  it("blames no configuration for what a policy itself declares", () => {
    const options = { size: { type: "number?", description: "Least size." } } as unknown as typeof common.options;
    const policies = new ConfiguredPolicies([
      resourcePolicy({ ...common, options, name: "queue-size", resources: ["acme:mq:Queue"], check }),
    ]);
    const configuration = new Map([["queue-size", { enforcementLevel: "mandatory", options: { size: 2 } }]]);
    assert.throws(
      () => policies.configure(configuration),
      (error) => !(error instanceof ConfigurationError),
    );
  });

  describe("the policies for resources", () => {
    const forType = (policies: ConfiguredPolicies, type: string) => {
      const { applicable, notApplicable } = policies.forType(type);
      return [applicable.map(({ policy }) => policy.metadata.name), notApplicable];
    };
    it("are told by whether they are for a type", () => {
      const policies = configured({});
      assert.deepEqual(forType(policies, "acme:mq:Queue"), [["queue-size", "queue-tags"], ["topic-size"]]);
      assert.deepEqual(forType(policies, "acme:mq:Topic"), [["topic-size"], ["queue-size", "queue-tags"]]);
      assert.deepEqual(forType(policies, "acme:mq:Exchange"), [[], ["queue-size", "queue-tags", "topic-size"]]);
    });
    it("are the enabled ones", () => {
      const policies = configured({ "topic-size": { level: "disabled" } });
      assert.deepEqual(forType(policies, "acme:mq:Topic"), [[], ["queue-size", "queue-tags"]]);
      assert.deepEqual(forType(policies, "acme:mq:Queue"), [["queue-size", "queue-tags"], []]);
    });
    it("are the same object for a type until another configuration comes", () => {
      const policies = configured({ "topic-size": { level: "disabled" } });
      const before = policies.forType("acme:mq:Topic");
      assert.equal(policies.forType("acme:mq:Topic"), before);
      policies.configure(new Map());
      assert.deepEqual(forType(policies, "acme:mq:Topic"), [["topic-size"], ["queue-size", "queue-tags"]]);
    });
  });

  it("are known by earlier names, which take the place of what is set under today's", () => {
    const renamed = resourcePolicy({
      ...common,
      name: "queue-size",
      resources: ["acme:mq:Queue"],
      page: { ...common.page, formerly: ["queue-length"] },
      check,
    });
    const policies = new ConfiguredPolicies([renamed]);
    const of = (enforcementLevel: string) => ({ enforcementLevel, options: {} });
    for (const names of [["queue-size", "queue-length"], ["queue-length", "queue-size"], ["queue-length"]]) {
      policies.configure(new Map(names.map((name) => [name, of(name === "queue-length" ? "mandatory" : "advisory")])));
      assert.deepEqual(
        policies.forType("acme:mq:Queue").applicable.map(({ level }) => level),
        ["mandatory"],
      );
    }
  });

  it("repair where one of them is configured to", () => {
    assert.equal(configured({ "queue-size": { level: "mandatory" } }).repairs, false);
    assert.equal(configured({ "queue-size": { level: "remediate" } }).repairs, true);
  });

  describe("the policies for stacks", () => {
    const standard = { exemptions: [], inCodeExemptions: false };
    const levels = (level?: string, options?: Record<string, unknown>) =>
      configured(level === undefined ? {} : { "queue-use": { level, ...(options && { options }) } }).forStack.map(
        ({ policy, level, options }) => [policy.metadata.name, level, options],
      );
    it("have their own level until one is configured", () => {
      assert.deepEqual(levels(), [["queue-use", "mandatory", { ...standard, size: 1 }]]);
      assert.deepEqual(levels(""), [["queue-use", "mandatory", { ...standard, size: 1 }]]);
    });
    it("have what is configured", () => {
      assert.deepEqual(levels("advisory", { size: 2 }), [["queue-use", "advisory", { ...standard, size: 2 }]]);
    });
    it("are mandatory where they were to repair", () => {
      assert.deepEqual(levels("remediate"), [["queue-use", "mandatory", { ...standard, size: 1 }]]);
    });
    it("are none where disabled", () => assert.deepEqual(levels("disabled"), []));
  });

  describe("an exemption that matches no resource", () => {
    const link = (type: string, name: string) => ({ type, name, urn: `urn:pulumi:dev::unused::${type}::${name}` });
    const session = new Session();
    const resources = [link("acme:mq:Queue", "orders"), link("acme:mq:Topic", "news"), link("acme:site:Shop", "shop")];
    const unused = (policy: string, resource: string, level = "mandatory") =>
      configured({ [policy]: { level, options: { exemptions: [{ resource, reason: "OPS-1" }] } } })
        .unusedExemptions(resources, session)
        .map(({ metadata, text }) => [metadata.name, metadata.description, text]);
    const told = (policy: string, resource: string) => [
      [
        policy,
        "Queues are large.",
        `The exemption of ${resource} (OPS-1) matches no resource: remove it, or correct its glob.`,
      ],
    ];

    it("is told of, in printable characters", () => {
      assert.deepEqual(unused("queue-size", "ordrs"), told("queue-size", "ordrs"));
      assert.deepEqual(unused("queue-size", "a\u0007"), told("queue-size", "a\\u{7}"));
    });
    it("is told of where only a resource matches that the policy is not for", () => {
      assert.deepEqual(unused("queue-size", "news"), told("queue-size", "news"));
      assert.deepEqual(unused("topic-size", "news"), []);
    });
    it("is in use for whatever a policy for stacks may report on", () => {
      assert.deepEqual(unused("queue-use", "shop"), []);
      assert.deepEqual(unused("queue-use", "shopp"), told("queue-use", "shopp"));
    });
    it("is in use where it is for a parent", () => {
      session.recordParent(link("acme:mq:Queue", "orders").urn, link("acme:site:Shop", "mall").urn);
      assert.deepEqual(unused("queue-size", "mall"), []);
    });
    it("is nobody's business where the policy is disabled", () => {
      assert.deepEqual(unused("queue-size", "ordrs", "disabled"), []);
    });
    it("does not hide that others are in use", () => {
      const exemptions = ["orders", "gone"].map((resource) => ({ resource, reason: "OPS-1" }));
      const policies = configured({ "queue-size": { level: "mandatory", options: { exemptions } } });
      const texts = policies.unusedExemptions(resources, session).map(({ text }) => text);
      assert.deepEqual(
        texts,
        told("queue-size", "gone").map(([, , text]) => text),
      );
    });
  });
});
