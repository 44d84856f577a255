import assert from "node:assert/strict";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { ConfiguredPolicies } from "../../../engine/config/configured-policies";
import { ConfigurationError } from "../../../engine/config/validation";
import { Session } from "../../../engine/session";
import { decodeProperties } from "../../../engine/wire/decode";
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
const link = (type: string, name: string) => ({ type, name, urn: `urn:pulumi:dev::unused::${type}::${name}` });
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
    it("of all policies has no options but those of exemptions", () =>
      assert.equal(
        problems({ all: { level: "mandatory", options: { size: 5 } } }),
        'invalid configuration of all policies: unknown option "size", ' +
          "allowed enforcementLevel, exemptions, inCodeExemptions or reportUnusedExemptions",
      ));
    it("may pin a version of the catalogue, and what came later is advisory at most", () => {
      const pinned = (version: unknown, level = "advisory", more = {}) => ({
        catalogue: { level, options: { version, ...more } },
        "queue-size": { level: "disabled" },
        "queue-tags": { level: "remediate" },
      });
      const levels = (version: string, level?: string) => {
        const policies = configured(pinned(version, level));
        const { applicable, repairing } = policies.forType("acme:mq:Queue");
        const [{ level: stack = "disabled" } = {}] = policies.forStack;
        return [...applicable.map((each) => `${each.policy.metadata.name} ${each.level}`), repairing.length, stack];
      };
      assert.deepEqual(levels("0.0"), ["queue-tags advisory", 0, "advisory"]);
      assert.deepEqual(levels("0.0", "disabled"), [0, "disabled"]);
      for (const version of ["0.1", "0.1.0", "1.0"])
        assert.deepEqual(levels(version), ["queue-tags mandatory", 1, "mandatory"]);
      const wrong = "invalid configuration of the catalogue: ";
      assert.equal(problems(pinned(0.1)), `${wrong}"version": found 0.1, allowed text such as "0.1"`);
      assert.equal(
        problems(pinned("0.1", "mandatory")),
        `${wrong}"enforcementLevel": found "mandatory", allowed "advisory" or "disabled"`,
      );
      assert.equal(
        problems(pinned("0.1", "advisory", { since: "0.1" })),
        `${wrong}unknown option "since", allowed enforcementLevel, version or pages`,
      );
    });
    it("may say where the pages are, with a pinned version or without", () => {
      const pages = (given: unknown, more = {}) => ({
        catalogue: { level: "advisory", options: { pages: given, ...more } },
      });
      assert.equal(configured({}).pages, undefined);
      assert.equal(configured(pages("https://git.acme.example/guard/")).pages, "https://git.acme.example/guard");
      assert.equal(configured(pages("http://docs", { version: "0.1" })).pages, "http://docs");
      const allowed = "allowed an address such as https://git.acme.example/guard/docs/policies, without user, ? and #";
      for (const wrong of [
        "ftp://acme",
        "/docs",
        "https://",
        "https://a b",
        "https://u:p@acme",
        "https://a?b",
        "https://a#",
        5,
      ])
        assert.equal(
          problems(pages(wrong)),
          `invalid configuration of the catalogue: "pages": found ${JSON.stringify(wrong)}, ${allowed}`,
        );
    });
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
          'invalid configuration of policy "topic-size": "size": found "5", allowed a whole number',
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
    const standard = { exemptions: [], inCodeExemptions: false, reportUnusedExemptions: false };
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
    const session = new Session();
    const resources = [link("acme:mq:Queue", "orders"), link("acme:mq:Topic", "news"), link("acme:site:Shop", "shop")];
    const unused = (policy: string, resource: string, level = "mandatory", reportUnusedExemptions = true) =>
      configured({
        [policy]: { level, options: { reportUnusedExemptions, exemptions: [{ resource, reason: "OPS-1" }] } },
      }).exemptionNotes(resources, session);
    const reported = (...exemptions: readonly string[]) => [
      {
        policy: "exemptions",
        text: `Exemptions that match no resource: ${exemptions.join(" and ")}. Remove them, or correct their globs.`,
      },
    ];

    it("is reported, in printable characters", () => {
      assert.deepEqual(unused("queue-size", "ordrs"), reported("ordrs (queue-size)"));
      assert.deepEqual(unused("queue-size", "a\u0007"), reported("a\\u{7} (queue-size)"));
    });
    it("is not, unless the configuration asks for it", () =>
      assert.deepEqual(unused("queue-size", "ordrs", "mandatory", false), []));
    it("is not, where it is for another stack or project", () => {
      assert.deepEqual(unused("queue-size", "urn:pulumi:prod::unused::*"), []);
      assert.deepEqual(
        unused("queue-size", "urn:pulumi:dev::unused::gone"),
        reported("urn:pulumi:dev::unused::gone (queue-size)"),
      );
    });
    it("is reported where only a resource matches that the policy is not for", () => {
      assert.deepEqual(unused("queue-size", "news"), reported("news (queue-size)"));
      assert.deepEqual(unused("topic-size", "news"), []);
    });
    it("is in use for whatever a policy for stacks may report on", () => {
      assert.deepEqual(unused("queue-use", "shop"), []);
      assert.deepEqual(unused("queue-use", "shopp"), reported("shopp (queue-use)"));
    });
    it("is in use where it is for a parent", () => {
      session.recordParent(link("acme:mq:Queue", "orders").urn, link("acme:site:Shop", "mall").urn);
      assert.deepEqual(unused("queue-size", "mall"), []);
    });
    it("is not reported where the policy is disabled", () =>
      assert.deepEqual(unused("queue-size", "ordrs", "disabled"), []));
    it("is reported in one line, for all policies that have one and for those of all policies", () => {
      const exemptions = (...globs: string[]) => globs.map((resource) => ({ resource, reason: "OPS-1" }));
      const policies = configured({
        all: {
          level: "mandatory",
          options: { reportUnusedExemptions: true, exemptions: exemptions("news", "all-gone") },
        },
        "queue-size": { level: "mandatory", options: { exemptions: exemptions("orders", "gone") } },
      });
      assert.deepEqual(policies.exemptionNotes(resources, session), reported("all-gone (all)", "gone (queue-size)"));
    });
  });

  describe("a tag that exempts nothing", () => {
    const session = new Session();
    const shop = link("acme:site:Shop", "tagged-shop");
    const queue = link("acme:mq:Queue", "tagged-queue");
    const tags = (urn: string, ...keys: readonly string[]) =>
      session.exemptionTags.record(
        urn,
        Struct.fromJavaScript({
          tags: Object.fromEntries(keys.map((key) => [`policy-exempt/${key}`, "OPS-1"])),
        }).serializeBinary(),
        decodeProperties,
      );
    const notes = (options: Record<string, unknown>) =>
      configured({ "queue-size": { level: "mandatory", options } })
        .exemptionNotes([shop, queue], session)
        .map(({ text }) => text);

    it("is reported in one line, where that is certain", () => {
      session.recordParent(queue.urn, shop.urn);
      tags(shop.urn, "queue-size", "topic-size");
      tags(queue.urn, "queue-sise", "queue-use");
      assert.deepEqual(notes({ inCodeExemptions: true }), [
        'Tags that exempt nothing: policy-exempt/topic-size of "tagged-shop" (the configuration does not set inCodeExemptions), ' +
          'policy-exempt/queue-sise of "tagged-queue" (unknown policy "queue-sise"; did you mean "queue-size"?) and ' +
          'policy-exempt/queue-use of "tagged-queue" (the configuration does not set inCodeExemptions).',
      ]);
    });
    it("is reported of a policy that is not for what is beneath", () => {
      const policies = configured({ all: { level: "mandatory", options: { inCodeExemptions: true } } });
      const [note] = policies.exemptionNotes([shop, queue], session);
      assert.match(note?.text ?? "", /topic-size of "tagged-shop" \(the policy is not for resources of this type\)/);
      assert.doesNotMatch(note?.text ?? "", /queue-use|queue-size of/);
    });
    it("is reported while nothing violates the policy, where the configuration asks for it", () => {
      const text = /queue-size of "tagged-shop" \(nothing violates the policy\)/;
      assert.match(notes({ inCodeExemptions: true, reportUnusedExemptions: true }).join(), text);
      assert.deepEqual(session.exemptionTags.exemptionOf("queue-size", [queue, shop], undefined), {
        resource: "policy-exempt/queue-size",
        reason: "OPS-1",
      });
      assert.doesNotMatch(notes({ inCodeExemptions: true, reportUnusedExemptions: true }).join(), text);
    });
  });
});
