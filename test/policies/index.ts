// The tables of all policies, in one file: the engine checks their rows together.
import { readdirSync } from "node:fs";
import path from "node:path";

/** The files that have them, without their ends: `lambda/lambda-python-runtime`. */
export const tables: readonly string[] = readdirSync(__dirname, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts"))
  .map((file) => file.replaceAll(path.sep, "/").slice(0, -".test.ts".length))
  .sort();

for (const file of tables) require(`./${file}.test.ts`);
