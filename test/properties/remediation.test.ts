import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { WireResource } from "../support/pack-process";
import { isSecret, secret, stringAsset } from "../support/wire";
import { holds } from "./support/campaign";
import { allPolicies, Judge } from "./support/judge";
import { samples } from "./support/samples";
import { propertiesLike } from "./support/shapes";

type Properties = Record<string, unknown>;

interface Repair {
  /** The properties that a repair may touch. */
  readonly touches: readonly string[];
  readonly options?: Properties;
  /** What a repair leaves for people to decide. */
  readonly leaves?: RegExp;
}

const REPAIRS: Readonly<Record<string, Repair>> = {
  "lambda-python-runtime": { touches: ["runtime"] },
  "lambda-layer-runtime-coverage": { touches: ["compatibleRuntimes"] },
  "dynamodb-on-demand-capacity": { touches: ["readCapacity", "writeCapacity", "globalSecondaryIndexes"] },
  "required-tags": {
    touches: ["tags", "tagsAll", "hostedZoneTags"],
    options: {
      tags: [
        { name: "Stage", values: ["dev", "prod"], default: "dev" },
        { name: "Team", default: "media" },
      ],
    },
    leaves: /the value of tag "Stage" is not/,
  },
};

describe("repairs of generated resources", () => {
  let judge: Judge;
  before(async () => {
    judge = await Judge.start();
  });
  after(() => judge.pack.stop());

  for (const [policy, { touches, options, leaves }] of Object.entries(REPAIRS)) {
    const own = samples.filter((sample) => sample.policy === policy);
    const resources = fc.constantFrom(...new Set(own.map(({ type }) => type))).chain((type) =>
      propertiesLike(own.filter((sample) => sample.type === type).map(({ inputs }) => inputs)).map(
        (properties): WireResource => ({
          type,
          name: "name",
          urn: `urn:pulumi:dev::program::${type}::name`,
          properties,
          provider: { type: "pulumi:providers:aws", properties: {} },
        }),
      ),
    );

    it(`by ${policy} repair once, touch nothing else and leave nothing to report`, async () => {
      await judge.pack.configure({
        ...allPolicies("disabled"),
        [policy]: { level: "remediate", ...(options && { options }) },
      });
      let repairs = 0;
      await holds(resources, 200, async (resource) => {
        const repaired = await judge.pack.remediate(resource);
        if (repaired === undefined) return;
        repairs++;
        const after = { ...resource, properties: repaired };
        assert.equal(await judge.pack.remediate(after), undefined, "a second repair changes something");
        assert.deepEqual(others(repaired, touches), others(resource.properties, touches));
        const found = await judge.resource(after);
        assert.deepEqual(
          found.filter(({ message }) => !leaves?.test(message)),
          [],
        );
      });
      assert.ok(repairs > 3, `only ${repairs} repairs`);
    });
  }
});

/** The properties that are not touched, as the SDK keeps them. */
function others(properties: Properties, touches: readonly string[]): unknown {
  return kept(Object.fromEntries(Object.entries(properties).filter(([name]) => !touches.includes(name))));
}

/** Objects of JavaScript, as which the SDK decodes resources, do not keep `__proto__`. What is in no asset or secret is nothing. */
function kept(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(kept);
  if (typeof value !== "object" || value === null) return value;
  if (isSecret(value)) return secret(kept(value.value ?? null));
  const entries = Object.entries(value).filter(([key]) => key !== "__proto__");
  const object = Object.fromEntries(entries.map(([key, child]) => [key, kept(child)]));
  return isDeepStrictEqual(object, NOTHING) ? stringAsset("") : object;
}

const { text: _, ...NOTHING } = stringAsset("");
