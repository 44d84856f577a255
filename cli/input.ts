import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { printable } from "../kit/text";
import { CommandError, fileProblem } from "./errors";

export interface Input {
  /** As messages name it. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** Reads a file, or with `-` what comes from the standard input. */
export async function readInput(file: string): Promise<Input> {
  const name = file === "-" ? "standard input" : printable(file);
  try {
    return { name, bytes: file === "-" ? await buffer(process.stdin) : await readFile(file) };
  } catch (error) {
    throw new CommandError(`cannot read ${name}: ${fileProblem(error)}`);
  }
}
