import { closeSync, openSync, readSync } from "node:fs";

const LOOK_MS = 500;
/** Time between two lines in a log that is not a terminal. */
const LINE_MS = 15_000;

/** Shows the progress of a preview on stderr, from the events that it writes. */
export class Progress {
  readonly #timer: NodeJS.Timeout;
  readonly #start = Date.now();
  #told = Date.now();
  #read = 0;
  #resources = 0;
  #findings = 0;

  constructor(readonly log: string) {
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    if (process.stderr.isTTY) process.stderr.write(CLEAR);
  }

  #look(): void {
    const text = this.#more();
    this.#resources += text.split('"resourcePreEvent":').length - 1;
    this.#findings += text.split('"policyEvent":').length - 1;
    const seconds = Math.round((Date.now() - this.#start) / 1_000);
    const line = `${this.#resources} resources, ${this.#findings} findings, ${seconds} s`;
    if (process.stderr.isTTY) process.stderr.write(`${CLEAR}${line}`);
    else if (Date.now() - this.#told >= LINE_MS) {
      this.#told = Date.now();
      console.error(line);
    }
  }

  /** The lines written since the last look. */
  #more(): string {
    let file: number;
    try {
      file = openSync(this.log, "r");
    } catch {
      return ""; // It is not there yet.
    }
    try {
      const buffer = Buffer.alloc(1 << 20);
      let text = "";
      for (let size = -1; size !== 0; this.#read += size) {
        size = readSync(file, buffer, 0, buffer.length, this.#read);
        text += buffer.toString("latin1", 0, size);
      }
      return text;
    } finally {
      closeSync(file);
    }
  }
}

/** Clears the current line of a terminal. */
const CLEAR = "\r\u001B[K";
