// From the start of a pack's process to the line with the port on which it serves.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { start } from "../../testing/processes";
import { pulumiCli } from "../../tools/cli";
import { withDisturbance } from "../measure/disturbance";
import { usageOf } from "../measure/process";
import type { Sample } from "../measure/rounds";
import type { Variant } from "../variants";
import type { Comparison } from "./comparison";

export function startComparison(variants: readonly Variant[]): Comparison {
  // The engine alone has no start of a pack.
  const timed = variants.filter(({ name, pack }) => name === "node" || (pack !== undefined && name !== "engine"));
  return {
    measure: "start",
    variants: timed,
    async check(variant) {
      await take(variant);
    },
    take,
    remove: async () => {},
  };
}

async function take({ pack }: Variant): Promise<Sample> {
  const [command, ...args] = pack?.command ?? [process.execPath, "-e", "0"];
  const { env } = await pulumiCli();
  const { result, disturbance } = await withDisturbance(async () => {
    const started = performance.now();
    const child = start(command, args, {
      ...(pack && { cwd: pack.cwd }),
      env: { ...env, ...(pack && { PWD: pack.cwd }) },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const ended = once(child, "exit");
    const printed = pack ? await firstOutput(child, ended) : await ended;
    const seconds = (performance.now() - started) / 1000;
    const usage = pack && child.pid !== undefined ? usageOf(child.pid) : undefined;
    child.kill("SIGKILL");
    await ended;
    if (pack && !/^\d+\s*$/.test(String(printed)))
      throw new Error(`${command} did not print its port, but:\n${printed}`);
    return { seconds, ...usage };
  });
  return { ...result, disturbance };
}

/** The first lines on stdout, or else what came on stderr until the process ended. */
async function firstOutput(child: ChildProcess, ended: Promise<unknown>): Promise<string> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("The process was started without pipes.");
  let errors = "";
  stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const output = once(stdout.setEncoding("utf8"), "data").then(([text]) => String(text));
  return Promise.race([output, ended.then(() => errors)]);
}
