// A mix as a program in Node.js, whose outputs are unknown at preview.
import { cp, writeFile } from "node:fs/promises";
import path from "node:path";
import { version } from "../../testing/aws/package";
import type { Value } from "../../testing/aws/values";
import { writeCode } from "./code";
import { references } from "./declared";
import type { Mix } from "./mix";

const source = path.join(__dirname, "..", "program");

/** Writes the program, with the code of its functions, into an empty directory. */
export async function writeProgramOf(mix: Mix, directory: string): Promise<void> {
  await cp(source, directory, { recursive: true });
  const { resources, exports } = mix;
  const data = { resources, exports, outputs: outputsOf(mix), version };
  await writeFile(path.join(directory, "mix.json"), JSON.stringify(data));
  await writeCode(directory, mix.code);
}

/** The outputs that something is made from, by the resource that has them, without values. */
function outputsOf({ resources, exports }: Mix): Record<string, Record<string, null>> {
  const values: Value[] = [exports, ...resources.flatMap(({ inputs, outputs = {} }) => [inputs, outputs])];
  const outputs: Record<string, Record<string, null>> = {};
  for (const { name, property } of values.flatMap(references)) {
    if (property !== "id") outputs[name] = { ...outputs[name], [property]: null };
  }
  return outputs;
}
