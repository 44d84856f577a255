import { CATALOGUE, catalogueSchema } from "../engine/config/catalogue";
import { levels } from "../engine/config/levels";
import { optionsSchema } from "../engine/config/validation";
import type { OptionSchemas } from "../kit/options";
import type { Policy } from "../kit/policy";
import { ALL, ENVIRONMENTS } from "./configuration-keys";

type Schema = Readonly<Record<string, unknown>>;

/** The address at which editors find the schema. */
const ID = "https://raw.githubusercontent.com/aws-serverless-guard/aws-serverless-guard/main/config.schema.json";

const level = {
  type: "string",
  enum: Object.keys(levels),
  description: Object.entries(levels)
    .map(([name, effect]) => `${name}: ${effect}.`)
    .join(" "),
} as const;

const environments = {
  type: "array",
  items: { type: "string" },
  description: "Pulumi ESC environments that the policies run with.",
} as const;

type ObjectSchema = { readonly properties: Readonly<Record<string, Schema>> } & Schema;

/** The schema for all policies at once. */
export const allSchema: ObjectSchema = schemaWithLevel({});

/** The schema for a policy: its level and its options. */
export function policySchema({ metadata }: Policy): ObjectSchema {
  return schemaWithLevel(metadata.options);
}

function schemaWithLevel(options: OptionSchemas): ObjectSchema {
  const schema = optionsSchema(options);
  return { ...schema, properties: { enforcementLevel: level, ...(schema.properties as Record<string, Schema>) } };
}

/** Keys of a configuration that are not policies. */
export const environmentsSchema = { type: "object", properties: { [ENVIRONMENTS]: environments } } as const;

/** The JSON schema of a configuration of the whole pack, as the file that `--policy-pack-config` names. For editors. */
export function configSchema(policies: readonly Policy[]): Schema {
  const shared = sharedOptions(policies);
  const reference = (schema: Schema, name: string) =>
    schema === shared[name] ? { $ref: `#/definitions/${name}` } : schema;
  const entry = (schema: ObjectSchema) => [
    { $ref: "#/definitions/enforcementLevel" },
    {
      ...schema,
      properties: Object.fromEntries(
        Object.entries(schema.properties).map(([name, option]) => [name, reference(option, name)]),
      ),
    },
  ];
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: ID,
    title: "Configuration of aws-serverless-guard",
    description: "Levels and options of policies: what `pulumi preview --policy-pack-config FILE` takes.",
    type: "object",
    properties: {
      [ALL]: {
        description: "The level of all policies that are not named, and exemptions from every policy.",
        anyOf: entry({ ...allSchema, required: ["enforcementLevel"] }),
      },
      [ENVIRONMENTS]: environments,
      [CATALOGUE]: {
        ...catalogueSchema,
        description:
          "The policies as a whole: a version of the catalogue, after which policies are advisory at most, or disabled, and where their pages are.",
      },
      ...Object.fromEntries(
        policies.map((policy) => [
          policy.metadata.name,
          { description: describe(policy), default: policy.metadata.level, anyOf: entry(policySchema(policy)) },
        ]),
      ),
      ...Object.fromEntries(
        policies.flatMap(({ metadata }) =>
          (metadata.page.formerly ?? []).map((old) => [
            old,
            {
              description: `Earlier name of ${metadata.name}.`,
              deprecated: true,
              allOf: [{ $ref: `#/properties/${metadata.name}` }],
            },
          ]),
        ),
      ),
    },
    additionalProperties: false,
    definitions: shared,
  };
}

function describe({ metadata, url }: Policy): string {
  return `${metadata.description} Default level: ${metadata.level}. ${url}`;
}

/** The options that every policy has, written once. */
function sharedOptions(policies: readonly Policy[]): Readonly<Record<string, Schema>> {
  const [first = {}, ...rest] = policies.map((policy) => policySchema(policy).properties);
  return Object.fromEntries(
    Object.entries(first).filter(([name, schema]) => rest.every((properties) => properties[name] === schema)),
  );
}

/** A configuration that stops a run only at what breaks the deployment, and warns of everything else. */
export function deploymentBreakers(policies: readonly Policy[]): Readonly<Record<string, string>> {
  const breaking = policies.filter(
    ({ metadata }) => metadata.tags.includes("deployment") && metadata.level === "mandatory",
  );
  return { [ALL]: "advisory", ...Object.fromEntries(breaking.map(({ metadata }) => [metadata.name, "mandatory"])) };
}
