// npm run test:policy NAME [-- --watch]: checks the rows of one policy by the sources as they are now, without a build.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { repository } from "./programs";

function main([name = "", ...options]: readonly string[]): number {
  const tests = path.join(repository, "test/policies");
  const found = readdirSync(tests, { recursive: true, encoding: "utf8" }).find(
    (file) => path.basename(file) === `${name}.test.ts`,
  );
  if (found === undefined) {
    console.error(
      `There is no ${name || "NAME"}.test.ts in test/policies. Usage: npm run test:policy NAME [-- --watch]`,
    );
    return 2;
  }
  const watched = ["policies", "kit", "engine", "aws", "code", "test/policies", "test/support"];
  const watch = options.includes("--watch") ? watched.flatMap((folder) => ["--watch-files", `${folder}/**/*`]) : [];
  const mocha = require.resolve("mocha/bin/mocha.js");
  const { status } = spawnSync(process.execPath, [mocha, path.join(tests, found), ...watch, ...options], {
    cwd: repository,
    env: { ...process.env, POLICY_PACK_FORM: "in-process" },
    stdio: "inherit",
  });
  return status ?? 1;
}

process.exitCode = main(process.argv.slice(2));
