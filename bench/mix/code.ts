// The code of the functions and layers of a mix, on disk as a program has it.
import { cp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { repository } from "../../tools/programs";

export const PARTS = ["preprocess", "inference", "api", "layer"] as const;
export type Part = (typeof PARTS)[number];

export interface Code {
  readonly pipeline: string;
  readonly part: Part;
  /** Of which examples it is. */
  readonly from: "ideal" | "flawed";
}

const examples = path.join(repository, "examples", "image-pipeline", "lambda");

/** Where the code of a pipeline's function or layer is, from the directory of the program. */
export function codePath(pipeline: string, part: Part): string {
  return `./lambda/${pipeline}/${part}`;
}

/** Writes the code into the directory of a program: no two functions have the same. */
export async function writeCode(directory: string, all: readonly Code[]): Promise<void> {
  for (const { pipeline, part, from } of all) {
    const target = path.join(directory, codePath(pipeline, part));
    if (part === "layer") {
      await cp(path.join(examples, "layer"), target, { recursive: true });
      continue;
    }
    await cp(path.join(examples, from, part), target, { recursive: true });
    const file = path.join(target, "handler.py");
    await writeFile(file, `${await readFile(file, "utf8")}\n# The ${part} function of ${pipeline}.\n`);
  }
}
