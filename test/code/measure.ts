// Reads the code of functions, each an archive that is an argument, in a process of its own, and prints what that needed.
import { readFileSync, writeFileSync } from "node:fs";
import { asset } from "@pulumi/pulumi";
import { codeOf } from "../../code/code-of";
import { Property } from "../../kit/known";
import type { Measured } from "./support";

/** Lets Linux forget how much memory this process needed so far. Elsewhere none is measured. */
function resetPeak(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {}
}

/** The most memory that this process needed since, in megabytes. */
function peak(): number {
  try {
    const status = readFileSync("/proc/self/status", "utf8");
    return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]) / 1024;
  } catch {
    return 0;
  }
}

async function main(): Promise<void> {
  const functions = process.argv.slice(2).map((archive) => ({
    properties: new Property({ code: new asset.FileArchive(archive) }),
  }));
  resetPeak();
  const before = peak();
  const start = performance.now();
  const results = await Promise.all(
    functions.map(async (lambda) => {
      const code = await codeOf(lambda as never);
      if (code.state !== "read") throw new Error(code.reason);
      return { files: code.files.size, problems: code.problems };
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const measured: Measured = { results, seconds, megabytes: peak() - before };
  console.log(JSON.stringify(measured));
}

void main();
