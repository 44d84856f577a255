import assert from "node:assert/strict";
import { ConfigurationError, engineSchema, readOptions, withDefaults } from "../../../engine/config/validation";
import type { OptionSchemas } from "../../../kit/options";

const schemas = {
  minimum: { type: "string", pattern: "^3\\.\\d+$", default: "3.11", description: "Oldest version." },
  style: { enum: ["kebab", 2], default: "kebab", description: "How names are written." },
  limit: { type: "integer", minimum: 1, maximum: 10, default: 5, description: "Most of them." },
  strict: { type: "boolean", default: false, description: "Whether case counts." },
  names: {
    type: "array",
    items: { type: "string", maxLength: 3 },
    minItems: 1,
    maxItems: 2,
    uniqueItems: true,
    description: "The only names; any where it is not set.",
  },
  tags: {
    type: "array",
    items: {
      anyOf: [
        { type: "string", minLength: 1 },
        {
          type: "object",
          properties: {
            name: { type: "string", minLength: 2, description: "Key." },
            pattern: { type: "string", format: "regex", description: "What values match." },
          },
          required: ["name"],
          additionalProperties: false,
        },
      ],
    },
    default: ["Team"],
    description: "Tags.",
  },
} as const satisfies OptionSchemas;

/** What every policy has besides its own options. */
const common = { exemptions: [], inCodeExemptions: false, reportUnusedExemptions: false };
const defaults = { ...common, minimum: "3.11", style: "kebab", limit: 5, strict: false, tags: ["Team"] };
const read = (config: Record<string, unknown>) => readOptions("queue-name", { options: schemas }, config);

describe("engine/config/validation", () => {
  it("fills in the defaults of what is not configured", () => {
    assert.deepEqual(read({}), defaults);
    assert.deepEqual(read({ limit: 1, names: ["a"] }), { ...defaults, limit: 1, names: ["a"] });
  });
  it("takes every kind of value that the schemas allow", () => {
    const config = {
      minimum: "3.9",
      style: 2,
      limit: 10,
      strict: true,
      names: ["a", "abc"],
      tags: ["Team", { name: "Stage", pattern: "^(dev|prod)$" }],
    };
    assert.deepEqual(read(config), { ...common, ...config });
  });
  it("takes what the engine sends back where nothing is configured", () => {
    assert.deepEqual(read({ ...defaults, tags: [...defaults.tags] }), defaults);
  });
  it("takes any configuration of no options that is none", () => {
    assert.deepEqual(readOptions("queue-name", { options: {} }, {}), common);
  });

  const refused: [string, Record<string, unknown>, string][] = [
    [
      "an unknown option",
      { Minimum: "3.12" },
      'unknown option "Minimum", allowed enforcementLevel, minimum, style, limit, strict, names, tags, exemptions, inCodeExemptions or reportUnusedExemptions; did you mean "minimum"?',
    ],
    [
      "an option that every object has",
      JSON.parse('{ "__proto__": {} }'),
      'unknown option "__proto__", allowed enforcementLevel, minimum, style, limit, strict, names, tags, exemptions, inCodeExemptions or reportUnusedExemptions',
    ],
    ["a wrong type", { minimum: 3.12 }, '"minimum": found 3.12, write "3.12" in quotes'],
    ["null", { limit: null }, '"limit": found null, allowed a whole number'],
    ["a fraction", { limit: 1.5 }, '"limit": found 1.5, allowed a whole number'],
    ["a number below the least", { limit: 0 }, '"limit": found 0, allowed at least 1'],
    ["a number above the most", { limit: 11 }, '"limit": found 11, allowed at most 10'],
    ["none of the values", { style: "snake" }, '"style": found "snake", allowed "kebab" or 2'],
    ["a text of another form", { minimum: "3" }, '"minimum": found "3", allowed text that matches ^3\\.\\d+$'],
    ["an empty list", { names: [] }, '"names": found [], allowed a list of at least 1 item'],
    [
      "a list that is too long",
      { names: ["a", "b", "c"] },
      '"names": found ["a","b","c"], allowed a list of at most 2 items',
    ],
    ["duplicates", { names: ["a", "a"] }, '"names": found ["a","a"], allowed a list without duplicates'],
    ["a text for a list", { names: "a" }, '"names": found "a", allowed a list in [ ]'],
    ["a list in a list", { names: [["a"]] }, '"names[0]": found ["a"], allowed text in quotes'],
    ["a text that is too long", { names: ["abcd"] }, '"names[0]": found "abcd", allowed text of at most 3 characters'],
    ["an empty text", { tags: ["a", ""] }, '"tags[1]": found "", allowed text that is not empty'],
    [
      "a text that is too short",
      { tags: [{ name: "a" }] },
      '"tags[0].name": found "a", allowed text of at least 2 characters',
    ],
    ["none of several types", { tags: [5] }, '"tags[0]": found 5, write "5" in quotes'],
    [
      "an exemption without a reason",
      { exemptions: [{ resource: "legacy-*" }] },
      '"exemptions[0]": found {"resource":"legacy-*"}, which lacks "reason"',
    ],
    [
      "an exemption whose reason is empty",
      { exemptions: [{ resource: "*", reason: " " }] },
      '"exemptions[0].reason": found " ", allowed text that is not blank',
    ],
    [
      "an exemption whose glob is not closed",
      { exemptions: [{ resource: "{a,b", reason: "-" }] },
      '"exemptions[0].resource": found "{a,b", allowed a glob of *, ?, [abc] and {a,b} whose brackets are closed',
    ],
    [
      "an exemption that ends on no day",
      { exemptions: [{ resource: "*", reason: "-", expires: "2027-02-30" }] },
      '"exemptions[0].expires": found "2027-02-30", allowed a day such as 2027-03-31',
    ],
    ["a missing key", { tags: [{}] }, '"tags[0]": found {}, which lacks "name"'],
    [
      "an unknown key",
      { tags: [{ name: "Team", regex: "a" }] },
      'unknown key "regex" in "tags[0]", allowed name or pattern',
    ],
    [
      "an expression that does not compile",
      { tags: ["Team", { name: "Stage", pattern: "(dev" }] },
      '"tags[1].pattern": found "(dev", allowed a regular expression in the syntax of RE2, which has no lookaround and no backreferences',
    ],
    [
      "several things at once",
      { limit: 0, minimum: "3" },
      '"minimum": found "3", allowed text that matches ^3\\.\\d+$; "limit": found 0, allowed at least 1',
    ],
    [
      "a wrong type beside a text of another form",
      { limit: "5", minimum: "3" },
      '"minimum": found "3", allowed text that matches ^3\\.\\d+$; "limit": found "5", allowed a whole number',
    ],
    [
      "wrong types of two options",
      { limit: "5", strict: "no" },
      '"limit": found "5", allowed a whole number; "strict": found "no", allowed true or false',
    ],
    ["the eleventh element of a list", { tags: [..."abcdefghij", 5] }, '"tags[10]": found 5, write "5" in quotes'],
    [
      "nothing, which a pack in JavaScript may hand over",
      { names: [undefined] },
      '"names[0]": found nothing, allowed text in quotes',
    ],
    [
      "a value of as many characters as are shown",
      { minimum: "x".repeat(58) },
      `"minimum": found "${"x".repeat(58)}", allowed text that matches ^3\\.\\d+$`,
    ],
    [
      "what moves the cursor",
      { "a\u001b[2J": 1, style: "\u001b[1A\u202e" },
      'unknown option "a\\u001b[2J", allowed enforcementLevel, minimum, style, limit, strict, names, tags, exemptions, inCodeExemptions or reportUnusedExemptions; ' +
        '"style": found "\\u001b[1A\\u{202e}", allowed "kebab" or 2',
    ],
    [
      "a value that is too long to read",
      { minimum: "x".repeat(80) },
      `"minimum": found "${"x".repeat(59)}…, allowed text that matches ^3\\.\\d+$`,
    ],
  ];
  for (const [what, config, problem] of refused) {
    it(`refuses ${what}`, () => {
      const message = `invalid configuration of policy "queue-name": ${problem}`;
      assert.throws(() => read(config), new ConfigurationError(message));
    });
  }
  it("says by the validator's words what a rule of another kind allows", () => {
    const own = { md5: { type: "integer", multipleOf: 5, default: 5, description: "Bytes." } } as const;
    const message =
      'invalid configuration of policy "queue-name": "md5": found 3, allowed a value that must be multiple of 5';
    assert.throws(() => readOptions("queue-name", { options: own }, { md5: 3 }), new ConfigurationError(message));
  });
  it("shows its message where the SDK prints a stack", () => {
    const { name, stack } = new ConfigurationError("invalid configuration");
    assert.deepEqual([name, stack], ["ConfigurationError", "invalid configuration"]);
  });

  it("takes other defaults, and nothing else, from who uses a policy in a pack of their own", () => {
    const exemptions = [{ resource: "legacy-*", reason: "OPS-1" }];
    const changed = withDefaults(schemas, { limit: 7, names: ["a"], exemptions });
    assert.deepEqual(readOptions("queue-name", { options: changed }, { strict: true }), {
      ...defaults,
      limit: 7,
      names: ["a"],
      exemptions,
      strict: true,
    });
    assert.throws(
      () => readOptions("queue-name", { options: changed }, { limit: 11 }),
      /"limit": found 11, allowed at most 10$/,
    );
  });

  it("hands types, descriptions and defaults to the engine, and no rule that the kit checks itself", () => {
    const { minimum, style, names } = engineSchema(schemas).properties;
    assert.deepEqual(minimum, { type: "string", default: "3.11", description: "Oldest version." });
    assert.deepEqual(style, { default: "kebab", description: "How names are written." });
    assert.deepEqual(names, { type: "array", description: "The only names; any where it is not set." });
    assert.deepEqual(Object.keys(engineSchema(schemas).properties), [...Object.keys(schemas), ...Object.keys(common)]);
    assert.deepEqual(Object.keys(engineSchema({}).properties), Object.keys(common));
  });
});
