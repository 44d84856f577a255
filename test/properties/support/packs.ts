import { symlink } from "node:fs/promises";
import path from "node:path";
import { writeProgram } from "../../../tools/programs";
import { packDirectory } from "../../support/pack-process";

/** Writes another pack than this one, which finds what this one has installed. The caller removes its directory. */
export async function writePack(source: string): Promise<string> {
  const directory = await writeProgram({
    "PulumiPolicy.yaml": "runtime: nodejs\n",
    "package.json": JSON.stringify({ name: "acme", version: "1.0.0", main: "index.js" }),
    "index.js": source,
  });
  await symlink(path.join(packDirectory, "node_modules"), path.join(directory, "node_modules"));
  return directory;
}

/** What loads a compiled module of this pack. */
export function load(module: string): string {
  return `require(${JSON.stringify(path.join(packDirectory, "dist", module))})`;
}

/** A pack of somebody else that has the policies as a library. */
export const LIBRARY = `
const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("acme", { policies: ${load("policies/serverless-policies")}.serverlessPolicies() });
`;

/**
 * This pack, with all that it does for speed left to the SDK: what the engine sends is decoded by the SDK, again for each policy,
 * every policy is asked for every resource, and each one for the stack by itself.
 */
export const WITHOUT_SEAMS = `
${load("kit/decoding")}.decodeOnce = () => {};
${load("kit/stack-analysis")}.analyzeStackOnce = () => undefined;
const service = ${load("kit/service")};
const { hookService } = service;
service.hookService = (name, hooks) =>
  hookService(name, { ...hooks, notApplicable: () => undefined, remediates: () => true });
${load("index")};
`;
