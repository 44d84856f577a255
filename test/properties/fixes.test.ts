import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import fc from "fast-check";
import type { WireResource } from "../support/pack-process";
import { paths } from "../support/variants";
import { isSecret } from "../support/wire";
import { holds } from "./support/campaign";
import { fixed, readMessage, type Seen } from "./support/fixes";
import { allPolicies, Judge, STRICT } from "./support/judge";
import { samples } from "./support/samples";
import { propertiesLike } from "./support/shapes";

type Properties = Record<string, unknown>;

/** What can be put right without a decision about code, other resources or the organisation. */
const FIXED = [
  "dynamodb-attribute-definitions",
  "dynamodb-on-demand-capacity",
  "lambda-layer-runtime-coverage",
  "lambda-python-runtime",
  "required-tags",
  "s3-notification-config",
];

/** Larger resources take minutes to put right, one finding after the other. */
const MOST_VALUES = 100;

function generated(policy: string): fc.Arbitrary<WireResource> {
  const own = samples.filter((sample) => sample.policy === policy);
  return fc.constantFrom(...new Set(own.map(({ type }) => type))).chain((type) => {
    const inputs = own.filter((sample) => sample.type === type).map((sample) => plain(sample.inputs) as Properties);
    return propertiesLike(inputs).map((properties) => ({
      type,
      name: "name",
      urn: `urn:pulumi:dev::program::${type}::name`,
      properties: plain(properties) as Properties,
      provider: { type: "pulumi:providers:aws", properties: {} },
    }));
  });
}

/** A value without secrets: a reader sees what is in them. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (isSecret(value)) return plain(value.value ?? null);
  if (specialSigKey in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, plain(child)]));
}

describe("doing what a finding says", () => {
  let judge: Judge;
  before(async () => {
    judge = await Judge.start();
  });
  after(() => judge.pack.stop());

  for (const policy of FIXED) {
    it(`removes it, and in the end all findings of ${policy}`, async () => {
      await judge.pack.configure({
        ...allPolicies("disabled"),
        [policy]: allPolicies("mandatory", STRICT)[policy] ?? assert.fail(),
      });
      const seen = async (resource: WireResource) =>
        (await judge.resource(resource)).map(({ message }) => readMessage(policy, message));
      let fixes = 0;
      await holds(generated(policy), 60, async (resource) => {
        let { properties } = resource;
        const size = [...paths(properties)].length;
        if (size > MOST_VALUES) return;
        // A value may be wrong in several ways, and what is added once may be wrong once more.
        const most = 40 + 4 * size;
        let found = await seen(resource);
        for (let times = 0; found[0] !== undefined; times++) {
          const [first] = found;
          assert.ok(times <= most, `has no end: ${JSON.stringify(first)}`);
          const next: Properties | undefined = fixed(properties, first);
          if (next === undefined) return;
          fixes++;
          const after = await seen({ ...resource, properties: next });
          assert.ok(
            !isThere(first, after) || count(first, after) < count(first, found),
            `still there: ${JSON.stringify(first)}\n${JSON.stringify(properties)}\n${JSON.stringify(next)}`,
          );
          [properties, found] = [next, after];
        }
      });
      assert.ok(fixes > 3, `only ${fixes} findings were put right`);
    });
  }
});

function isThere({ path, problem }: Seen, all: readonly Seen[]): boolean {
  return all.some((one) => isDeepStrictEqual([one.path, one.problem], [path, problem]));
}

/** How often a finding is made in any entries of lists: where an entry has gone, the next one has its index. */
function count({ path, problem }: Seen, all: readonly Seen[]): number {
  const anywhere = (steps: Seen["path"]) => steps.map((step) => typeof step === "number" || step);
  return all.filter((one) => isDeepStrictEqual([anywhere(one.path), one.problem], [anywhere(path), problem])).length;
}
