import { readdirSync } from "node:fs";
import path from "node:path";
import type { ResourceTable } from "../../support/resource-table";
import type { StackTable } from "../../support/stack-table";

export interface Tables {
  readonly resources: readonly ResourceTable[];
  readonly stacks: readonly StackTable[];
}

const test = path.join(__dirname, "../..");

/**
 * The rows of all policies' tables, as what generated resources start from. The files that have them declare tests too, which
 * is for mocha alone to do: they are loaded here as if for the first time, by a mocha that does nothing.
 */
export function loadTables(): Tables {
  const directory = path.join(test, "policies");
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => path.join(directory, file));
  const support = ["resource-table.ts", "stack-table.ts", "code-table.ts"].map((file) =>
    path.join(test, "support", file),
  );
  const { describe } = globalThis;
  const cached = [...files, ...support].map((file) => [file, require.cache[file]] as const);
  for (const [file] of cached) delete require.cache[file];
  globalThis.describe = (() => undefined) as unknown as typeof describe;
  try {
    for (const file of files) require(file);
    const { resourceTables } = require(support[0] ?? "") as typeof import("../../support/resource-table");
    const { stackTables } = require(support[1] ?? "") as typeof import("../../support/stack-table");
    return { resources: resourceTables, stacks: stackTables };
  } finally {
    globalThis.describe = describe;
    for (const [file, module] of cached) {
      if (module === undefined) delete require.cache[file];
      else require.cache[file] = module;
    }
  }
}
