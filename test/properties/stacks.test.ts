import assert from "node:assert/strict";
import fc from "fast-check";
import * as kinds from "../../aws/model/kinds";
import type { WireResource } from "../support/pack-process";
import { paths, replace, valueAt } from "../support/variants";
import { unknown } from "../support/wire";
import { holds } from "./support/campaign";
import { allPolicies, counts, Judge, STRICT, sorted } from "./support/judge";
import { generatedStacks, stacksWithTwins } from "./support/stacks";

/** Whether no two resources of a kind have the same identity, as no provider lets them. */
function areDistinct(resources: readonly WireResource[]): boolean {
  return Object.values(kinds).every(({ types, identifiedBy }) => {
    const own = resources.filter(({ type }) => types.includes(type));
    const identities = own.flatMap(({ properties }) => [
      ...new Set(
        identifiedBy.flatMap((name) => (Object.hasOwn(properties, name) ? [JSON.stringify(properties[name])] : [])),
      ),
    ]);
    const known = identities.filter((identity) => !identity.includes(unknown));
    return new Set(known).size === known.length;
  });
}

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("generated stacks", () => {
  let judge: Judge;
  before(async () => {
    judge = await Judge.start();
    await judge.pack.configure(allPolicies("mandatory", STRICT));
  });
  after(() => judge.pack.stop());

  it("are checked without an error, also where resources are there twice", () =>
    holds(stacksWithTwins, 150, async ({ resources, inputs }) => {
      await judge.stack(resources, inputs);
    }));

  it("get the same findings whatever the order of their resources", () =>
    holds(fc.tuple(generatedStacks, fc.infiniteStream(fc.nat())), 150, async ([{ resources, inputs }, order]) => {
      const keyed = resources.map((resource) => [order.next().value ?? 0, resource] as const);
      const shuffled = keyed.sort(([a], [b]) => a - b).map(([, resource]) => resource);
      assert.deepEqual(sorted(await judge.stack(shuffled, inputs)), sorted(await judge.stack(resources, inputs)));
    }));

  it("get no finding more where a value becomes unknown", () =>
    holds(fc.tuple(generatedStacks, share, share), 200, async ([{ resources, inputs }, which, where]) => {
      const resource = resources[Math.floor(which * resources.length)];
      const all = [...paths(resource?.properties)].filter((path) => valueAt(resource?.properties, path) !== null);
      const path = all[Math.floor(where * all.length)];
      if (resource === undefined || path === undefined || !areDistinct(resources)) return;
      const properties = replace(resource.properties, path, unknown) as WireResource["properties"];
      const others = resources.map((other) => (other === resource ? { ...resource, properties } : other));
      const before = counts(await judge.stack(resources, inputs));
      for (const [policy, count] of counts(await judge.stack(others, inputs))) {
        assert.ok(
          count <= (before.get(policy) ?? 0),
          `${path.join(".")} of ${resource.name} unknown adds a finding of ${policy}`,
        );
      }
    }));
});
