import assert from "node:assert/strict";
import Ajv from "ajv";
import fc from "fast-check";
import { formats } from "../../engine/config/formats";
import { optionsSchema } from "../../engine/config/validation";
import { quote } from "../../kit/text";
import { policies } from "../../policies";
import type { WireResource } from "../support/pack-process";
import { holds } from "./support/campaign";
import { hostileText } from "./support/hostile";
import { allPolicies, Judge } from "./support/judge";
import { assertPrintable } from "./support/printed";

/** The keywords of JSON schema that options use. */
interface Schema {
  readonly type?: string;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly minimum?: number;
}

const FORMATS: Readonly<Record<string, readonly string[]>> = {
  regex: ["^a+$", "", "[", "(?<x>", "\\"],
  glob: ["*", "a-{b,c}", "[", "(", "!x"],
  date: ["2027-03-31", "2027-02-30", "tomorrow", "2020-01-01"],
};

/** Values that a schema allows, and some that are close to these. */
function like(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(like));
  switch (schema.type) {
    case "object":
      return objectLike(schema);
    case "array":
      return fc.array(like(schema.items ?? {}), { maxLength: 4 });
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: (schema.minimum ?? 0) - 2, max: 100_000 });
    default:
      if (schema.format !== undefined) return fc.constantFrom(...(FORMATS[schema.format] ?? []));
      return schema.pattern === undefined ? fc.string() : fc.stringMatching(new RegExp(schema.pattern));
  }
}

function objectLike({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const known = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, like(schema)]));
  return fc.oneof(
    { weight: 8, arbitrary: fc.record(known, { requiredKeys: [...required] }) },
    { weight: 1, arbitrary: fc.record(known, { requiredKeys: [] }) },
  );
}

const wrong = fc.oneof(
  hostileText,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant([]),
  fc.constant({ a: [1] }),
);

/** Options of one policy: valid ones, and with one of them, or one that there is not, of a wrong value. */
const configurations = fc.constantFrom(...policies).chain(({ metadata }) => {
  const schema = optionsSchema(metadata.options) as Schema;
  const names = Object.keys(schema.properties ?? {});
  const name = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: hostileText });
  const spoilt = fc
    .tuple(objectLike(schema), name, wrong)
    .map(([options, key, value]) => ({ ...(options as object), [key]: value }));
  return fc.tuple(
    fc.constant(metadata.name),
    fc.oneof(objectLike(schema), spoilt) as fc.Arbitrary<Record<string, unknown>>,
  );
});

const ajv = new Ajv({ strict: false, formats });
const validators = new Map(
  policies.map(({ metadata: { name, options } }) => {
    const alone = Object.entries((optionsSchema(options) as Schema).properties ?? {});
    return [name, new Map(alone.map(([option, schema]) => [option, ajv.compile(schema)]))] as const;
  }),
);

describe("generated configurations", () => {
  let judge: Judge;
  before(async () => {
    judge = await Judge.start();
  });
  after(() => judge.pack.stop());

  it("are taken, or refused with every wrong option by name", () =>
    holds(configurations, 60, async ([policy, options]) => {
      const refused = await refusal(judge, policy, options);
      const wrongOptions = Object.entries(options).filter(([name, value]) => !isRight(policy, name, value));
      if (wrongOptions.length === 0) {
        assert.equal(refused, undefined);
        await judge.resource(RESOURCE);
        return;
      }
      assert.ok(refused !== undefined, `takes ${JSON.stringify(Object.fromEntries(wrongOptions))}`);
      assertPrintable(refused);
      assert.ok(refused.startsWith(`invalid configuration of policy "${policy}": `), refused);
      for (const [name] of wrongOptions) {
        const shown = quote(name).slice(1, -1);
        assert.ok(refused.includes(shown), `does not name ${shown}: ${refused}`);
      }
    }));

  it("of policies that there are not are refused by name", () =>
    holds(hostileText, 60, async (name) => {
      if (name === "all" || name === "__proto__") return;
      const refused = await refusal(judge, name, {});
      assert.ok(refused?.startsWith(`unknown policy ${quote(name)}`), refused);
      assertPrintable(refused ?? "");
    }));
});

function isRight(policy: string, name: string, value: unknown): boolean {
  // Objects of JavaScript, as which the SDK decodes options, do not keep it.
  if (name === "__proto__") return true;
  return validators.get(policy)?.get(name)?.(value) === true;
}

async function refusal(judge: Judge, policy: string, options: Record<string, unknown>): Promise<string | undefined> {
  try {
    await judge.pack.configure({ ...allPolicies("mandatory"), [policy]: { level: "mandatory", options } });
    return undefined;
  } catch (error) {
    return (error as { details: string }).details;
  }
}

const FUNCTION = "aws:lambda/function:Function";
const RESOURCE: WireResource = {
  type: FUNCTION,
  name: "resize",
  urn: `urn:pulumi:dev::program::${FUNCTION}::resize`,
  properties: { runtime: "python3.8", handler: "app.handler", tags: { Team: "x" } },
};
