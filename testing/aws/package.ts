// The package of the AWS provider for programs, whose files say what the provider takes and answers.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectModule } from "../pulumi";

export const root = dirname(projectModule("@pulumi/aws/package.json"));

export const version: string = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;

/**
 * Where a token's class or function is declared, without the ending: `aws:lambda/function:Function` is in lambda/function.js, but
 * `aws:glue/mLTransform:MLTransform` in glue/mltransform.js, and `aws:index/getRegion:getRegion` in getRegion.js.
 */
export function fileOf(token: string): string | undefined {
  if (!known.has(token)) known.set(token, find(token));
  return known.get(token);
}

/** Its folders have hundreds of files. */
const known = new Map<string, string | undefined>();

function find(token: string): string | undefined {
  const [, path = ""] = token.split(":");
  const [module = "", name = ""] = path.split("/");
  const folder = module === "index" ? root : join(root, module);
  // The class Index is in index_.js, next to the folder's own index.js.
  const wanted = (name === "index" ? "index_.js" : `${name}.js`).toLowerCase();
  let entries: string[];
  try {
    entries = readdirSync(folder);
  } catch {
    return undefined;
  }
  const entry = entries.find((candidate) => candidate.toLowerCase() === wanted);
  return name === "" || entry === undefined ? undefined : join(folder, entry.slice(0, -".js".length));
}
