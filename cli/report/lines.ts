import { constants } from "node:buffer";
import { CommandError } from "../errors";

/** The lines of an input of any size: a string in Node.js holds at most half a gigabyte. */
export async function* linesOf(name: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let rest = "";
  for await (const chunk of chunks) {
    decoder ??= decoderFor(chunk);
    for (const [index, part] of decoder.decode(chunk, { stream: true }).split("\n").entries()) {
      if (index > 0) {
        yield withoutReturn(rest);
        rest = "";
      }
      rest = join(name, rest, part);
    }
  }
  yield withoutReturn(rest + (decoder?.decode() ?? ""));
}

/** @throws CommandError if a line is longer than a string can be */
export function join(name: string, text: string, more: string): string {
  if (text.length + more.length < constants.MAX_STRING_LENGTH) return text + more;
  throw new CommandError(`${name}: it has an event or document of more than 512 MB, which cannot be read`);
}

/** Windows PowerShell redirects output as UTF-16. */
function decoderFor(start: Buffer): TextDecoder {
  return new TextDecoder(start[0] === 0xff && start[1] === 0xfe ? "utf-16le" : "utf-8");
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
