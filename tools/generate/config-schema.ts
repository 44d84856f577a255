import { configSchema, deploymentBreakers } from "../../cli/config-schema";
import { policies } from "../../policies";
import type { Generator } from "./generator";

const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;

/** The JSON schema with which editors complete and check a configuration. */
export const configSchemaFile: Generator = {
  path: "config.schema.json",
  generate: async () => json(configSchema(policies)),
};

/** The template of a configuration that depends on the catalogue. */
export const deploymentBreakersFile: Generator = {
  path: "config/deployment-breakers.json",
  generate: async () => json(deploymentBreakers(policies)),
};
