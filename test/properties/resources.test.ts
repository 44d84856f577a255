import assert from "node:assert/strict";
import fc from "fast-check";
import { policies } from "../../policies";
import { paths, replace, valueAt } from "../support/variants";
import { unknown } from "../support/wire";
import { holds } from "./support/campaign";
import { allPolicies, counts, Judge, STRICT, sorted } from "./support/judge";
import { generatedResources } from "./support/resources";
import { propertiesByType } from "./support/samples";

type Properties = Record<string, unknown>;

const choice = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("generated resources", () => {
  let judge: Judge;
  before(async () => {
    judge = await Judge.start();
  });
  after(() => judge.pack.stop());

  it("are of every type that a policy names", () => {
    const named = policies.flatMap(({ metadata: { resources } }) => (typeof resources === "function" ? [] : resources));
    assert.deepEqual(
      named.filter((type) => !propertiesByType.has(type)),
      [],
    );
  });

  for (const [config, options] of [
    ["by default", {}],
    ["strictly configured", STRICT],
  ] as const) {
    it(`are checked without an error, and alike each time, ${config}`, async () => {
      await judge.pack.configure(allPolicies("mandatory", options));
      await holds(generatedResources, 300, async (resource) => {
        const found = await judge.resource(resource);
        assert.deepEqual(sorted(await judge.resource(resource)), sorted(found));
      });
    });

    it(`get no finding more where a value becomes unknown, ${config}`, async () => {
      await judge.pack.configure(allPolicies("mandatory", options));
      await holds(fc.tuple(generatedResources, choice), 300, async ([resource, at]) => {
        const all = [...paths(resource.properties)].filter((path) => valueAt(resource.properties, path) !== null);
        const path = all[Math.floor(at * all.length)];
        if (path === undefined) return;
        const properties = replace(resource.properties, path, unknown) as Properties;
        const before = counts(await judge.resource(resource));
        for (const [policy, count] of counts(await judge.resource({ ...resource, properties }))) {
          assert.ok(count <= (before.get(policy) ?? 0), `${path.join(".")} unknown adds a finding of ${policy}`);
        }
      });
    });
  }
});
