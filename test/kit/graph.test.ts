import assert from "node:assert/strict";
import { type Graph, type GraphResource, graphOf, type Kind, type StackResource } from "../../kit/graph";
import { formatPath } from "../../kit/known";
import { unknown } from "../support/wire";

const QUEUE = "acme:mq:Queue";
const TOPIC = "acme:mq:Topic";
const READER = "acme:app:Reader";
const COMPONENT = "acme:site:Site";
const queueKind: Kind = { types: [QUEUE, "acme:mq/v0:Queue"], identifiedBy: ["arn", "url"] };
const topicKind: Kind = { types: [TOPIC], identifiedBy: ["arn"] };

/** A resource as a test writes it; others are named by their logical names. */
interface Spec {
  readonly type?: string;
  readonly name: string;
  readonly outputs?: Record<string, unknown>;
  readonly parent?: string;
  readonly dependsOn?: readonly string[];
  readonly madeFrom?: Readonly<Record<string, readonly string[]>>;
}

const urnOf = (type: string, name: string) => `urn:pulumi:test::test::${type}::${name}`;

const bare: StackResource = {
  type: READER,
  name: "bare",
  urn: urnOf(READER, "bare"),
  properties: { decode: () => ({}), marked: true },
  inputs: () => undefined,
  parent: undefined,
  dependencies: [],
  propertyDependencies: {},
};

/** A graph of resources in the form in which the engine sends them. */
function graphFor(...specs: readonly Spec[]): Graph {
  const urns = new Map(specs.map(({ type = READER, name }) => [name, urnOf(type, name)]));
  // A URN that points at nothing is left out.
  const find = (names: readonly string[]) => names.map((name) => urns.get(name) ?? urnOf(READER, name));
  const provider = { type: "pulumi:providers:acme", properties: bare.properties };
  const resources = specs.map(
    ({ type = READER, name, outputs = {}, parent, dependsOn = [], madeFrom = {} }): StackResource => ({
      ...bare,
      type,
      name,
      urn: urnOf(type, name),
      properties: { decode: () => outputs, marked: true },
      ...(type === COMPONENT ? {} : { provider }),
      parent: parent === undefined ? undefined : urns.get(parent),
      dependencies: find([...dependsOn, ...Object.values(madeFrom).flat()]),
      propertyDependencies: Object.fromEntries(Object.entries(madeFrom).map(([key, names]) => [key, find(names)])),
    }),
  );
  return graphOf(resources);
}

function get(graph: Graph, name: string): GraphResource {
  const found = graph.resources.find((resource) => resource.name === name);
  assert.ok(found, `no resource ${name}`);
  return found;
}

const names = (resources: readonly GraphResource[]) => resources.map(({ name }) => name);

/** Each value of a property of the reader, and the names of what it may stand for. */
function references(graph: Graph, path: string, kind = queueKind) {
  const found = graph.references(get(graph, "reader"), path, kind);
  return found.map(({ at, candidates }) => [formatPath(at.path), names(candidates)]);
}

const referenced = (graph: Graph, path: string) => names(graph.referenced(get(graph, "reader"), path, queueKind));

const queue = (name: string, outputs: Record<string, unknown> = { arn: unknown, url: unknown }): Spec => ({
  type: QUEUE,
  name,
  outputs,
});
const deployed = (name: string) => queue(name, { arn: `arn:acme:mq:${name}`, url: `https://mq/${name}` });
const reader = (outputs: Record<string, unknown>, madeFrom: Spec["madeFrom"] = {}): Spec => ({
  name: "reader",
  outputs,
  madeFrom,
});

describe("kit/graph", () => {
  describe("references", () => {
    it("follows an unknown value to what its property was made from", () => {
      const graph = graphFor(queue("jobs"), queue("mail"), reader({ queue: unknown }, { queue: ["jobs"] }));
      assert.deepEqual(references(graph, "queue"), [["queue", ["jobs"]]]);
      assert.deepEqual(referenced(graph, "queue"), ["jobs"]);
    });
    it("answers the same for known values, from a program and from a recorded state without dependencies", () => {
      for (const value of ["arn:acme:mq:jobs", "https://mq/jobs"]) {
        for (const madeFrom of [{ queue: ["jobs"] }, {}]) {
          const graph = graphFor(deployed("jobs"), deployed("mail"), reader({ queue: value }, madeFrom));
          assert.deepEqual(references(graph, "queue"), [["queue", ["jobs"]]]);
        }
      }
    });
    it("takes older tokens of a kind as the kind, and leaves out sources of other kinds", () => {
      const graph = graphFor(
        { ...queue("jobs"), type: "acme:mq/v0:Queue" },
        { type: TOPIC, name: "news", outputs: { arn: unknown } },
        reader({ queue: unknown }, { queue: ["news", "jobs"] }),
      );
      assert.deepEqual(references(graph, "queue"), [["queue", ["jobs"]]]);
    });
    it("finds an identity within a known value that was made from the resource", () => {
      const made = { queue: ["jobs"] };
      for (const value of ["arn:acme:mq:jobs:alias", "https://mq/jobs/messages", "see arn:acme:mq:jobs"]) {
        const graph = graphFor(deployed("jobs"), reader({ queue: value }, made));
        assert.deepEqual(references(graph, "queue"), [["queue", ["jobs"]]], value);
      }
      for (const value of ["arn:acme:mq:jobs2", "arn:acme:mq:jobs-2", "arn:acme:mq:job", "my-arn:acme:mq:jobs"]) {
        const graph = graphFor(deployed("jobs"), reader({ queue: value }, made));
        assert.deepEqual(references(graph, "queue"), [["queue", []]], value);
      }
    });
    it("does not search values for identities of resources that they were not made from", () => {
      const graph = graphFor(deployed("jobs"), reader({ queue: "arn:acme:mq:jobs:alias" }));
      assert.deepEqual(references(graph, "queue"), [["queue", []]]);
    });
    it("follows the only value of a property to its source, whose id the provider does not repeat among its outputs", () => {
      const jobs = queue("jobs", { url: "https://mq/jobs" });
      const single = graphFor(jobs, reader({ queue: "q-1" }, { queue: ["jobs"] }));
      assert.deepEqual(references(single, "queue"), [["queue", ["jobs"]]]);
      const literal = graphFor(jobs, reader({ queues: ["arn:acme:mq:other", unknown] }, { queues: ["jobs"] }));
      assert.deepEqual(references(literal, "queues"), [
        ["queues[0]", []],
        ["queues[1]", ["jobs"]],
      ]);
    });
    it("knows nothing of values from elsewhere, and has no answer where there is no value", () => {
      const graph = graphFor(
        deployed("jobs"),
        reader({ external: "arn:acme:mq:other", promised: unknown, empty: [], none: null, number: 5 }),
      );
      assert.deepEqual(references(graph, "external"), [["external", []]]);
      assert.deepEqual(references(graph, "promised"), [["promised", []]]);
      assert.deepEqual(references(graph, "number"), [["number", []]]);
      for (const path of ["empty", "none", "missing", "missing.deep"]) assert.deepEqual(references(graph, path), []);
    });
    it("follows paths through lists and objects, each value by itself", () => {
      const graph = graphFor(
        queue("jobs"),
        deployed("mail"),
        reader(
          {
            queues: [{ queueArn: unknown }, { queueArn: "arn:acme:mq:mail" }, { events: [] }],
            environment: { variables: { JOBS: unknown, MAIL: "https://mq/mail", LEVEL: "info" } },
          },
          { queues: ["jobs", "mail"], environment: ["jobs", "mail"] },
        ),
      );
      assert.deepEqual(references(graph, "queues[].queueArn"), [
        ["queues[0].queueArn", ["jobs"]],
        ["queues[1].queueArn", ["mail"]],
      ]);
      assert.deepEqual(references(graph, "environment.variables"), [
        ["environment.variables.JOBS", ["jobs"]],
        ["environment.variables.MAIL", ["mail"]],
        ["environment.variables.LEVEL", []],
      ]);
    });
    it("stops at an unknown list or object, and takes it as one value", () => {
      const graph = graphFor(
        queue("jobs"),
        queue("mail"),
        reader({ queues: unknown, environment: { variables: unknown } }, { queues: ["jobs", "mail"], environment: [] }),
      );
      assert.deepEqual(references(graph, "queues[].queueArn"), [["queues.queueArn", ["jobs", "mail"]]]);
      assert.deepEqual(references(graph, "environment.variables"), [["environment.variables", []]]);
    });
    it("names all candidates where values cannot be told apart", () => {
      const graph = graphFor(
        queue("jobs"),
        queue("mail"),
        deployed("news"),
        reader({ queues: [unknown, "arn:acme:mq:news"] }, { queues: ["jobs", "mail", "news"] }),
      );
      assert.deepEqual(references(graph, "queues"), [
        ["queues[0]", ["jobs", "mail"]],
        ["queues[1]", ["news"]],
      ]);
      assert.deepEqual(referenced(graph, "queues"), ["news"]);
    });
    it("is certain of all candidates where there are as many values as they are", () => {
      const made = { queues: ["jobs", "mail"] };
      const two = graphFor(queue("jobs"), queue("mail"), reader({ queues: [unknown, unknown] }, made));
      assert.deepEqual(references(two, "queues"), [
        ["queues[0]", ["jobs", "mail"]],
        ["queues[1]", ["jobs", "mail"]],
      ]);
      assert.deepEqual(referenced(two, "queues"), ["jobs", "mail"]);
    });
    it("cannot tell two resources of one identity apart", () => {
      const graph = graphFor(
        deployed("jobs"),
        { ...deployed("jobs"), name: "twin" },
        reader({ queue: "arn:acme:mq:jobs" }),
      );
      assert.deepEqual(references(graph, "queue"), [["queue", ["jobs", "twin"]]]);
      assert.deepEqual(referenced(graph, "queue"), []);
    });
    it("tells two resources of one identity apart by what a value was made from", () => {
      const graph = graphFor(
        deployed("jobs"),
        { ...deployed("jobs"), name: "twin" },
        queue("mail"),
        reader({ queue: "arn:acme:mq:jobs" }, { queue: ["mail", "twin"] }),
      );
      assert.deepEqual(referenced(graph, "queue"), ["twin"]);
    });
    it("takes no identity from outputs that are unknown, empty or of another type", () => {
      const graph = graphFor(
        queue("jobs", { arn: "", url: 5 }),
        queue("mail", { arn: unknown, url: null }),
        reader({ queue: "", other: unknown }),
      );
      assert.deepEqual(references(graph, "queue"), [["queue", []]]);
      assert.deepEqual(references(graph, "other"), [["other", []]]);
    });
  });

  describe("referrers", () => {
    const referrers = (graph: Graph, target: string, path = "queue", kind = queueKind) => {
      const { certain, complete } = graph.referrers(get(graph, target), [READER], path, kind);
      return { certain: names(certain), complete };
    };
    const readers = (...specs: readonly Omit<Spec, "type">[]) =>
      graphFor(queue("jobs"), queue("mail"), ...specs, { type: "acme:app:Writer", name: "writer" });

    it("finds those of the types that refer to the resource", () => {
      const graph = readers(
        { name: "one", outputs: { queue: unknown }, madeFrom: { queue: ["jobs"] } },
        { name: "two", outputs: { queue: unknown }, madeFrom: { queue: ["jobs"] } },
        { name: "other", outputs: { queue: unknown }, madeFrom: { queue: ["mail"] } },
      );
      assert.deepEqual(referrers(graph, "jobs"), { certain: ["one", "two"], complete: true });
      assert.deepEqual(referrers(graph, "mail"), { certain: ["other"], complete: true });
      assert.deepEqual(referrers(graph, "writer"), { certain: [], complete: true });
    });
    it("says that there may be more where a reader may refer to the resource or to another", () => {
      const graph = readers({ name: "one", outputs: { queue: unknown }, madeFrom: { queue: ["jobs", "mail"] } });
      assert.deepEqual(referrers(graph, "jobs"), { certain: [], complete: false });
    });
    it("says that there may be more where a value is unknown and made from nothing", () => {
      const graph = readers(
        { name: "one", outputs: { queue: unknown }, madeFrom: { queue: ["jobs"] } },
        { name: "two", outputs: { queue: unknown } },
      );
      assert.deepEqual(referrers(graph, "jobs"), { certain: ["one"], complete: false });
    });
    it("says that there may be more where one of several values is unknown and made from nothing", () => {
      const graph = graphFor(deployed("jobs"), { name: "one", outputs: { queues: ["arn:acme:mq:jobs", unknown] } });
      assert.deepEqual(referrers(graph, "jobs", "queues"), { certain: ["one"], complete: false });
    });
    it("takes a known value for a resource elsewhere where everything that it is compared with is known", () => {
      const graph = graphFor(deployed("jobs"), { name: "one", outputs: { queue: "arn:acme:mq:other" } });
      assert.deepEqual(referrers(graph, "jobs"), { certain: [], complete: true });
    });
    it("says that there may be more where a known value would be compared with an unknown one", () => {
      const mail = queue("mail", { arn: unknown, url: "https://mq/mail" });
      const graph = graphFor(deployed("jobs"), mail, { name: "one", outputs: { queue: "arn:acme:mq:mail" } });
      assert.deepEqual(referrers(graph, "mail"), { certain: [], complete: false });
    });
    it("keeps kinds apart that one property takes", () => {
      const graph = graphFor(
        queue("jobs"),
        { type: TOPIC, name: "news", outputs: { arn: unknown } },
        { name: "one", outputs: { target: unknown }, madeFrom: { target: ["jobs"] } },
        { name: "two", outputs: { target: unknown }, madeFrom: { target: ["news"] } },
      );
      assert.deepEqual(referrers(graph, "jobs", "target").certain, ["one"]);
      assert.deepEqual(referrers(graph, "news", "target", topicKind).certain, ["two"]);
    });
  });

  describe("dependsOn", () => {
    const depends = (graph: Graph, one: string, other: string) => graph.dependsOn(get(graph, one), get(graph, other));

    it("follows dependencies, by dependsOn and by properties, directly and through others", () => {
      const graph = graphFor(
        { name: "a", dependsOn: ["b"] },
        { name: "b", madeFrom: { input: ["c"] } },
        { name: "c" },
        { name: "d" },
      );
      assert.equal(depends(graph, "a", "b"), true);
      assert.equal(depends(graph, "a", "c"), true);
      assert.equal(depends(graph, "a", "d"), false);
      assert.equal(depends(graph, "c", "a"), false);
      assert.equal(depends(graph, "a", "a"), false);
    });
    it("ends in cycles", () => {
      const graph = graphFor(
        { name: "a", dependsOn: ["b"] },
        { name: "b", dependsOn: ["a", "b"] },
        { name: "c", dependsOn: ["a"] },
      );
      assert.equal(depends(graph, "a", "b"), true);
      assert.equal(depends(graph, "a", "a"), true);
      assert.equal(depends(graph, "a", "c"), false);
    });
    it("takes a dependency on a component as one on all that is beneath it, but not so for other parents", () => {
      const graph = graphFor(
        { type: COMPONENT, name: "site" },
        { type: COMPONENT, name: "backend", parent: "site" },
        { name: "inner", parent: "backend", dependsOn: ["outside"] },
        { name: "outside" },
        { name: "child", parent: "outside" },
        { name: "a", dependsOn: ["site"] },
      );
      assert.equal(depends(graph, "a", "inner"), true);
      assert.equal(depends(graph, "a", "outside"), true);
      assert.equal(depends(graph, "a", "child"), false);
    });
    it("has no answer where the search would take too long, except for what it met", () => {
      const chain = Array.from({ length: 2_500 }, (_, index) => ({
        name: `r${index}`,
        dependsOn: [`r${index + 1}`],
      }));
      const graph = graphFor(...chain, { name: "r2500" }, { name: "apart" });
      assert.equal(depends(graph, "r0", "r1000"), true);
      assert.equal(depends(graph, "r0", "r2500"), undefined);
      assert.equal(depends(graph, "r0", "apart"), undefined);
      assert.equal(depends(graph, "r1000", "r2500"), true);
      assert.equal(depends(graph, "r1000", "apart"), false);
    });
  });

  describe("parents and children", () => {
    const site = graphFor(
      { type: "pulumi:pulumi:Stack", name: "stack", outputs: { url: "https://x" } },
      { type: COMPONENT, name: "site", parent: "stack" },
      { type: COMPONENT, name: "backend", parent: "site" },
      { name: "inner", parent: "backend" },
      { name: "outer", parent: "site" },
      { name: "lost", parent: "nowhere" },
    );
    it("knows the stack itself", () => {
      assert.equal(graphFor({ name: "a" }, { type: "pulumi:pulumi:Stack", name: "stack" }).root?.name, "stack");
      assert.equal(graphFor({ name: "a" }).root, undefined);
      assert.equal(graphFor().root, undefined);
    });
    it("lists ancestors, the nearest first", () => {
      assert.deepEqual(names(site.ancestors(get(site, "inner"))), ["backend", "site", "stack"]);
      assert.deepEqual(site.ancestors(get(site, "lost")), []);
    });
    it("lists descendants of every depth", () => {
      assert.deepEqual(names(site.descendants(get(site, "site"))).sort(), ["backend", "inner", "outer"]);
      assert.deepEqual(site.descendants(get(site, "inner")), []);
    });
    it("ends in cycles, and counts no resource as beneath itself", () => {
      const graph = graphFor(
        { name: "a", parent: "b" },
        { name: "b", parent: "a" },
        { name: "c", parent: "c" },
        { name: "d", parent: "a" },
      );
      assert.deepEqual(names(graph.ancestors(get(graph, "a"))), ["b"]);
      assert.deepEqual(names(graph.descendants(get(graph, "a"))), ["b", "d"]);
      assert.deepEqual(get(graph, "c").children, []);
      assert.deepEqual(graph.ancestors(get(graph, "c")), []);
      assert.deepEqual(graph.descendants(get(graph, "c")), []);
    });
  });

  it("lists the resources of types in an order that does not depend on the engine's", () => {
    const [a, b, c] = [queue("a"), queue("b"), { ...queue("c"), type: "acme:mq/v0:Queue" }];
    for (const graph of [graphFor(a, b, c), graphFor(c, b, a)]) {
      assert.deepEqual(names(graph.ofType(...queueKind.types)), ["a", "b", "c"]);
      assert.deepEqual(names(graph.ofType(TOPIC)), []);
    }
  });

  it("lists what a property was made from in an order that does not depend on the program's", () => {
    for (const queues of [
      ["a", "b"],
      ["b", "a"],
    ]) {
      const graph = graphFor(queue("a"), queue("b"), reader({ queues: unknown }, { queues }));
      assert.deepEqual(references(graph, "queues"), [["queues", ["a", "b"]]]);
    }
  });

  describe("of many resources", () => {
    /** A component with a queue and its readers, all of which one of them waits for. */
    function wide(size: number): readonly Spec[] {
      const readers = Array.from({ length: size }, (_, index) => ({
        name: `r${index}`,
        outputs: { queue: unknown },
        parent: "site",
        madeFrom: { queue: ["jobs"] },
      }));
      const everything = readers.map(({ name }) => name);
      const last = { ...reader({ queues: everything.map(() => unknown) }, { queues: ["jobs"] }), parent: "site" };
      return [
        { type: COMPONENT, name: "site" },
        { ...queue("jobs"), parent: "site" },
        ...readers,
        { ...last, dependsOn: everything },
      ];
    }

    /** Asks everything that policies ask of a graph about each of its resources. */
    function milliseconds(size: number): number {
      const specs = wide(size);
      const started = process.hrtime.bigint();
      const graph = graphFor(...specs);
      const [jobs, last] = [get(graph, "jobs"), get(graph, "reader")];
      graph.descendants(get(graph, "site"));
      graph.references(last, "queues", queueKind);
      for (const resource of graph.resources) {
        graph.ancestors(resource);
        graph.referenced(resource, "queue", queueKind);
        graph.referrers(jobs, [READER], "queue", queueKind);
        graph.dependsOn(last, resource);
      }
      return Number(process.hrtime.bigint() - started) / 1e6;
    }

    it("takes well under a second for 10,000 under one component, and time that grows as they do", () => {
      milliseconds(1_000); // compiles
      const best = (size: number) => Math.min(...Array.from({ length: 3 }, () => milliseconds(size)));
      const [some, many] = [best(2_500), best(10_000)];
      assert.ok(many < 5_000, `${many} ms`);
      // Four times as many: quadratic time would be sixteen times as long.
      assert.ok(many < some * 10 + 50, `${some} ms for 2,500, ${many} ms for 10,000`);
    });
    it("takes well under a second where values and candidates are many and cannot be told apart", () => {
      const size = 3_000;
      const queues = Array.from({ length: size }, (_, index) => queue(`q${index}`));
      const all = queues.map(({ name }) => name);
      const graph = graphFor(...queues, reader({ queues: all.map(() => unknown) }, { queues: all }));
      const started = process.hrtime.bigint();
      assert.equal(referenced(graph, "queues").length, size);
      assert.equal(graph.referrers(get(graph, "q7"), [READER], "queues", queueKind).certain.length, 1);
      assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 1_000);
    });
  });
});
