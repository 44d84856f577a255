import { createReadStream } from "node:fs";
import { buffer } from "node:stream/consumers";
import { printable } from "../kit/text";
import { CommandError, fileProblem } from "./errors";

export interface Input {
  /** Its name in messages. */
  readonly name: string;
  readonly chunks: AsyncIterable<Buffer>;
}

/** Opens a file, or standard input for `-`. */
export function openInput(file: string): Input {
  const name = file === "-" ? "standard input" : printable(file);
  return { name, chunks: chunksOf(name, file === "-" ? process.stdin : createReadStream(file)) };
}

async function* chunksOf(name: string, stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* stream;
  } catch (error) {
    throw new CommandError(`cannot read ${name}: ${fileProblem(error)}`);
  }
}

/** Reads a whole input. */
export async function readText(file: string): Promise<{ readonly name: string; readonly text: string }> {
  const { name, chunks } = openInput(file);
  return { name, text: (await buffer(chunks)).toString("utf8") };
}
