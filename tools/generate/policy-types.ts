import { exemptionOptions } from "../../engine/config/exemptions";
import { policies } from "../../policies";
import type { Generator } from "./generator";

/** The keywords of JSON schema that say which type a value has. */
interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

const HEAD = `// Written by \`npm run generate\` from what the policies declare.

/** The options of each policy, which may be left out. */
`;

/** The types of what a pack of one's own may configure: without them a misspelt name or option shows at run time only. */
export const policyTypes: Generator = {
  path: "policies/options.ts",
  generate: async () => {
    const shared = `export type SharedOptions = ${object(exemptionOptions as never)};\n`;
    const typed = policies.map(({ metadata: { name, options } }) => {
      const own = Object.keys(options).length === 0 ? "" : ` & ${object(options as never)}`;
      return `  readonly ${JSON.stringify(name)}: SharedOptions${own};\n`;
    });
    return `${HEAD}export type PolicyOptions = {\n${typed.join("")}};\n\n/** What every policy takes. */\n${shared}`;
  },
};

function object(properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): string {
  const entries = Object.entries(properties).map(([name, schema]) => {
    const comment = schema.description === undefined ? "" : `/** ${schema.description.replaceAll("*/", "*\\/")} */ `;
    return `${comment}readonly ${JSON.stringify(name)}${required.includes(name) ? "" : "?"}: ${typeOf(schema)};`;
  });
  return `{ ${entries.join(" ")} }`;
}

function typeOf(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(" | ");
  switch (schema.type) {
    case "array":
      return `readonly (${typeOf(schema.items ?? {})})[]`;
    case "object":
      return object(schema.properties ?? {}, schema.required);
    case "integer":
    case "number":
      return "number";
    case "string":
    case "boolean":
      return schema.type;
    default:
      return "unknown";
  }
}
