import { realpathSync } from "node:fs";
import { tooLarge } from "../options";
import { reasonOf } from "../unjudged";
import type { Lister, Reader, Source } from "./listing";
import { readFile, readRange, sizeOf } from "./open";

/** The only file of such a source: its place in the code is where the source is. */
const NAME = "";

/** A file that the program gives as its text. */
export class TextSource implements Source {
  constructor(private readonly text: string) {}

  list(lister: Lister): void {
    lister.file(NAME, undefined, Buffer.byteLength(this.text));
  }

  read(_names: ReadonlySet<string>, reader: Reader): void {
    if (this.text.length > reader.limits.maxFileBytes) reader.problem(NAME, tooLarge(reader.limits));
    else reader.bytes(NAME, Buffer.from(this.text));
  }
}

/** A file on disk that the program names. */
export class FileSource implements Source {
  constructor(private readonly file: string) {}

  list(lister: Lister): void {
    lister.file(NAME, undefined, sizeOf(this.file));
  }

  fileOf(): string {
    return this.file;
  }

  read(_names: ReadonlySet<string>, reader: Reader): void {
    try {
      const file = realpathSync(this.file);
      const { head, limits } = reader;
      const bytes = head === undefined ? readFile(file, limits.maxFileBytes) : readRange(file, 0, head);
      if (bytes === undefined) reader.problem(NAME, tooLarge(reader.limits));
      else reader.bytes(NAME, bytes);
    } catch (error) {
      reader.problem(NAME, reasonOf(error));
    }
  }
}
