import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import { configSchema, deploymentBreakers } from "../../cli/config-schema";
import { optionsSchema } from "../../engine/config/validation";
import type { Policy } from "../../kit/policy";
import packageManifest from "../../package.json";
import { policies } from "../../policies";
import { staleFiles } from "../../tools/generate";
import { configSchemaFile, deploymentBreakersFile } from "../../tools/generate/config-schema";
import { repository } from "./support";

const formats = { regex: true, glob: true, uri: URL.canParse, date: /^\d{4}-\d\d-\d\d$/ } as const;
const read = (file: string) => JSON.parse(readFileSync(path.join(repository, file), "utf8"));

describe("config.schema.json", () => {
  const schema: { properties: Record<string, unknown>; definitions: Record<string, unknown> } =
    read("config.schema.json");
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true, formats });
  const validate = ajv.compile(schema);
  const isValid = (configuration: unknown) => validate(configuration) === true;

  it("is as it is generated, and published", async () => {
    assert.deepEqual(await staleFiles(repository, [configSchemaFile, deploymentBreakersFile]), []);
    for (const file of ["config.schema.json", "config"]) assert.ok(packageManifest.files.includes(file), file);
  });

  it("describes every policy and each of its options", () => {
    assert.deepEqual(Object.keys(schema.properties).sort(), [
      ...["all", "catalogue", "environments", ...policies.map(({ metadata }) => metadata.name)].sort(),
    ]);
    for (const { metadata } of policies) {
      const options = Object.keys(optionsSchema(metadata.options).properties as object);
      const { anyOf } = schema.properties[metadata.name] as { anyOf: [object, { properties: object }] };
      assert.deepEqual(Object.keys(anyOf[1].properties), ["enforcementLevel", ...options], metadata.name);
    }
  });

  it("has what all policies share once", () => {
    assert.deepEqual(Object.keys(schema.definitions), [
      "enforcementLevel",
      "exemptions",
      "inCodeExemptions",
      "reportUnusedExemptions",
    ]);
  });

  it("takes each policy's defaults, and the configurations that the README shows", () => {
    const defaults = policies.map(({ metadata: { name, level, options } }) => {
      const properties = optionsSchema(options).properties as Record<string, { default?: unknown }>;
      const entries = Object.entries(properties).flatMap(([option, { default: standard }]) =>
        standard === undefined ? [] : [[option, standard] as const],
      );
      return [name, { enforcementLevel: level, ...Object.fromEntries(entries) }] as const;
    });
    assert.ok(isValid(Object.fromEntries(defaults)), ajv.errorsText(validate.errors));
    const readme = readFileSync(path.join(repository, "README.md"), "utf8");
    const shown = [...readme.matchAll(/```json\n(.*?)```/gs)].map(([, text = ""]) => JSON.parse(text));
    assert.ok(shown.length > 0);
    for (const configuration of shown) assert.ok(isValid(configuration), ajv.errorsText(validate.errors));
  });

  it("refuses what the pack or the engine refuses", () => {
    for (const configuration of [
      [],
      { $schema: "./config.schema.json" },
      { "lambda-python-runtimes": "advisory" },
      { "lambda-python-runtime": "advsory" },
      { "lambda-python-runtime": { Minimum: "3.12" } },
      { "lambda-python-runtime": { minimum: 3.12 } },
      { "lambda-python-runtime": { minimum: "three" } },
      { "required-tags": { exemptions: [{ resource: "legacy-*" }] } },
      { "required-tags": { exemptions: [{ resource: "legacy-*", reason: "OPS-411", expires: "tomorrow" }] } },
      { all: { exemptions: [] } },
      { environments: "prod" },
    ])
      assert.ok(!isValid(configuration), JSON.stringify(configuration));
  });

  it("takes a policy by an earlier name, as the pack does", () => {
    const [first] = policies;
    assert.ok(first);
    const renamed: Policy = {
      ...first,
      metadata: { ...first.metadata, page: { ...first.metadata.page, formerly: ["table-capacity"] } },
    };
    const compiled = new Ajv({ strict: false, formats }).compile(configSchema([renamed]));
    assert.equal(compiled({ "table-capacity": { enforcementLevel: "advisory" } }), true);
    assert.equal(compiled({ "table-capacity": { enforcementLevel: "advsory" } }), false);
  });
});

describe("config/deployment-breakers.json", () => {
  it("stops a run at what breaks a deployment, and warns of all else", () => {
    assert.deepEqual(deploymentBreakers(policies), read("config/deployment-breakers.json"));
    const { all, ...breakers } = deploymentBreakers(policies);
    assert.equal(all, "advisory");
    assert.deepEqual(new Set(Object.values(breakers)), new Set(["mandatory"]));
    const names = Object.keys(breakers);
    for (const name of ["dynamodb-attribute-definitions", "s3-notification-destination", "apigatewayv2-stage-routes"])
      assert.ok(names.includes(name), name);
    for (const name of ["required-tags", "component-structure", "lambda-code-scaffolding"])
      assert.ok(!names.includes(name), name);
  });
});
