import assert from "node:assert/strict";
import fc from "fast-check";
import type { WireResource } from "../support/pack-process";
import { paths, replace, valueAt } from "../support/variants";
import { unknown } from "../support/wire";
import { holds } from "./support/campaign";
import { hostileText } from "./support/hostile";
import { allPolicies, counts, Judge, STRICT, sorted } from "./support/judge";
import { propertiesByType, samples } from "./support/samples";
import { propertiesLike } from "./support/shapes";

type Properties = Record<string, unknown>;

const providers = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Properties>({}) },
  { weight: 1, arbitrary: propertiesLike(samples.map(({ provider }) => provider)) },
  { weight: 1, arbitrary: hostileText.map((defaultTags): Properties => ({ defaultTags })) },
);
const names = fc.oneof({ weight: 4, arbitrary: fc.constant("name") }, { weight: 1, arbitrary: hostileText });

/** A resource of a concerned type whose properties are like those of the tables, with hostile values among them. */
const resources: fc.Arbitrary<WireResource> = fc
  .oneof(...[...propertiesByType].map(([type, properties]) => fc.tuple(fc.constant(type), propertiesLike(properties))))
  .chain(([type, properties]) =>
    fc.tuple(names, providers).map(([name, provider]) => ({
      type,
      name,
      urn: `urn:pulumi:dev::program::${type}::${name}`,
      properties,
      provider: { type: "pulumi:providers:aws", properties: provider },
    })),
  );

const choice = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("generated resources", () => {
  let judge: Judge;
  before(async () => {
    judge = await Judge.start();
  });
  after(() => judge.pack.stop());

  for (const [config, options] of [
    ["by default", {}],
    ["strictly configured", STRICT],
  ] as const) {
    it(`are judged without an error, and alike each time, ${config}`, async () => {
      await judge.pack.configure(allPolicies("mandatory", options));
      await holds(resources, 400, async (resource) => {
        const found = await judge.resource(resource);
        assert.deepEqual(sorted(await judge.resource(resource)), sorted(found));
      });
    });

    it(`get no finding more where a value becomes unknown, ${config}`, async () => {
      await judge.pack.configure(allPolicies("mandatory", options));
      await holds(fc.tuple(resources, choice), 500, async ([resource, at]) => {
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
