// `npm run demo`: the pack on the flawed and the ideal image pipelines, in Python and in TypeScript, on the real engine.
import { existsSync } from "node:fs";
import path from "node:path";
import { pulumiCli } from "./cli";
import { type Run, Stack } from "./engine";
import { repository } from "./programs";
import { python } from "./python";

const pipelines = path.join(repository, "examples", "image-pipeline");
const languages = ["python", "typescript"];
const color = process.stdout.isTTY === true && !process.env.NO_COLOR;

interface Example {
  readonly pipeline: string;
  readonly language: string;
}

async function main(): Promise<boolean> {
  if (!existsSync(path.join(repository, "dist", "index.js"))) {
    throw new Error("The policy pack is not built: run npm run build first.");
  }
  // What a first run must make takes minutes, and is told while it is made: not in the midst of the previews.
  await pulumiCli();
  await python();

  const examples = ["flawed", "flawed-component", "ideal"].flatMap((pipeline) =>
    languages.map((language): Example => ({ pipeline, language })),
  );
  const runs: [Example, Run][] = [];
  // The next preview runs while one is waited for, each printed whole and in order.
  let next = start(examples[0]);
  for (const [index, example] of examples.entries()) {
    const current = next;
    next = start(examples[index + 1]);
    const run = await current;
    if (run === undefined) continue;
    print(example, run);
    runs.push([example, run]);
  }
  return summarize(runs);
}

function start(example: Example | undefined): Promise<Run | undefined> {
  const run = example === undefined ? Promise.resolve(undefined) : preview(example);
  // It is awaited later; until then a failure must not count as one that nobody handles.
  run.catch(() => undefined);
  return run;
}

async function preview({ pipeline, language }: Example): Promise<Run> {
  const stack = await Stack.create(path.join(pipelines, pipeline, language), { copyRoot: pipelines });
  try {
    // As strict as can be: by default, what does not break a deployment is a warning.
    return await stack.preview({ policyPack: repository, policyPackConfig: { all: "mandatory" }, color });
  } finally {
    await stack.remove();
  }
}

function print({ pipeline, language }: Example, { stdout, stderr, exitCode, violations }: Run): void {
  const heading = `examples/image-pipeline/${pipeline}/${language}`;
  console.log(`${heading}\n${"=".repeat(heading.length)}\n\n${stdout.trim()}\n`);
  if (exitCode !== 0 && violations.length === 0) console.log(`${stderr.trim()}\n`);
}

function summarize(runs: readonly [Example, Run][]): boolean {
  const flawed = runs.filter(([{ pipeline }]) => pipeline !== "ideal");
  const ideal = runs.filter(([{ pipeline }]) => pipeline === "ideal");
  const passed = ideal.filter(([, { exitCode, violations }]) => exitCode === 0 && violations.length === 0);
  const stopped = flawed.filter(
    ([, { exitCode, violations }]) => exitCode !== 0 && violations.some(({ level }) => level === "mandatory"),
  );
  const count = (of: readonly [Example, Run][]) => of.reduce((sum, [, { violations }]) => sum + violations.length, 0);

  if (stopped.length === flawed.length && passed.length === ideal.length) {
    console.log(`flawed and flawed-component stopped (${count(flawed)} violations), ideal passed with none.`);
    return true;
  }
  console.log(
    `NOT as it should be: ${stopped.length} of ${flawed.length} flawed programs stopped (${count(flawed)} violations), ` +
      `${passed.length} of ${ideal.length} ideal programs passed with none (${count(ideal)} violations).`,
  );
  return false;
}

main()
  .then((good) => {
    process.exitCode = good ? 0 : 1;
  })
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
