import { type Limits, limitText } from "../options";
import { reasonOf, Unjudged } from "../unjudged";
import { isSource, joined, pathFrom } from "./paths";
import type { Problems } from "./problems";

/** Thrown to stop reading an archive. */
export class Exhausted extends Unjudged {}

/** Counts the actual unpacked size of archives, whatever their headers say. */
export class Meter {
  #bytes = 0;

  constructor(private readonly limits: Limits) {}

  /** @throws Exhausted if it becomes too much */
  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes <= this.limits.maxUnpackedBytes) return;
    throw new Exhausted(`unpacks to more than ${limitText(this.limits, "maxUnpackedBytes", "bytes")}`);
  }
}

/** Where files come from: a directory, an archive, a single file. */
export interface Source {
  /** Names its files. What it throws is a problem of the source as a whole. */
  list(lister: Lister): Promise<void> | void;
  /** The path of a file on this machine, where it is a file of its own. */
  fileOf?(name: string): string;
  /** Reads some of its files, in any order. */
  read(names: ReadonlySet<string>, reader: Reader): Promise<void> | void;
}

/** Receives the files of a source by their names in it. */
export interface Lister {
  readonly limits: Limits;
  readonly unpacked: Meter;
  /**
   * Adds a file, or something in its place that cannot be checked.
   * @param size in bytes, where it is known
   * @returns false if there is no room for more: the source stops then
   */
  file(name: string, problem?: string, size?: number): boolean;
  /** Records an entry that is not a file of Lambda: a directory, which needs no reason, or another kind. */
  other(name: string, reason?: string): boolean;
  /** Records a directory with unknown files. */
  unlisted(name: string, reason: string): void;
  /**
   * Counts a file of Lambda whose name does not matter.
   * @returns false if enough of them were counted
   */
  nameless(size: number): boolean;
}

/** Receives the contents of files by their names in the source. */
export interface Reader {
  readonly limits: Limits;
  readonly unpacked: Meter;
  /** The number of wanted bytes from the start of each file; all if left out. */
  readonly head?: number;
  /** @returns false if no more is wanted: the source stops then */
  bytes(name: string, bytes: Buffer): boolean;
  problem(name: string, reason: string): void;
}

/** Where a file of the code is: in which source, and what its name is there. */
export interface Place {
  readonly source: Source;
  readonly name: string;
  /** The source as problems name it. */
  readonly label: string;
  /** Whether it can be read and is the only one of its path. */
  readable: boolean;
  /** Its size in bytes, where it is known. */
  readonly size: number | undefined;
}

/** The files of all sources of a function. */
export class Listing {
  readonly places = new Map<string, Place>();
  readonly #unpacked: Meter;
  #seen = 0;
  #full = false;
  #complete = true;
  #nameless = 0;
  #namelessBytes = 0;

  /** @param isVendored whether problems of a file do not matter */
  constructor(
    readonly limits: Limits,
    readonly problems: Problems,
    private readonly isVendored: (path: string) => boolean,
  ) {
    this.#unpacked = new Meter(limits);
  }

  /** Whether all files are listed. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Whether there is no file at all. */
  get empty(): boolean {
    return this.#complete && this.places.size === 0 && this.#nameless === 0;
  }

  /** The size of all files in bytes, or a lower bound. */
  get bytes(): number {
    let bytes = this.#namelessBytes;
    for (const { size = 0 } of this.places.values()) bytes += size;
    return bytes;
  }

  /** Adds the files of a source below a directory of the code. */
  async add(source: Source, directory: string, label: string): Promise<void> {
    try {
      if (!this.#full) await source.list(this.#lister(source, directory, label));
    } catch (error) {
      this.unlisted(label, reasonOf(error));
    }
  }

  /** Records that the listing lacks files. */
  unlisted(path: string, reason: string): void {
    this.problems.add(path, reason);
    this.#complete = false;
  }

  /** Records that the listing lacks a part of the program. */
  absent(path: string, reason: string): void {
    this.#complete = false;
    this.#report(path, path, reason);
  }

  #lister(source: Source, directory: string, label: string): Lister {
    return {
      limits: this.limits,
      unpacked: this.#unpacked,
      file: (name, problem, size) => {
        if (!this.#hasRoom(label)) return false;
        try {
          const path = joined(directory, pathFrom(name));
          if (path !== "") this.#place(path, { source, name, label, readable: problem === undefined, size }, problem);
        } catch (error) {
          this.problems.add(joined(directory, name), reasonOf(error));
        }
        return true;
      },
      other: (name, reason) => {
        if (!this.#hasRoom(label)) return false;
        if (reason !== undefined) this.#report(joined(directory, name), label, reason);
        return true;
      },
      unlisted: (name, reason) => {
        this.#complete = false;
        this.#report(joined(directory, name), label, reason);
      },
      nameless: (size) => {
        this.#namelessBytes += size;
        return ++this.#nameless < this.limits.maxEntries;
      },
    };
  }

  #hasRoom(label: string): boolean {
    if (this.#full) return false;
    this.#seen++;
    if (this.#seen <= this.limits.maxEntries) return true;
    this.#full = true;
    this.unlisted(label, `is not read on: the code has more than ${limitText(this.limits, "maxEntries", "files")}`);
    return false;
  }

  #place(path: string, place: Place, problem: string | undefined): void {
    const other = this.places.get(path);
    // Pulumi takes the first of files from different sources.
    if (other !== undefined && other.source !== place.source) return;
    if (other === undefined) this.places.set(path, place);
    // Other files than source code are not checked anyway.
    if (!isSource(path)) return;
    if (problem !== undefined) this.#report(path, place.label, problem);
    if (other?.readable) {
      other.readable = false;
      this.#report(path, place.label, "is in the archive more than once, so which one Lambda runs is not certain");
    }
  }

  #report(path: string, label: string, reason: string): void {
    if (!this.isVendored(path)) this.problems.add(path || label, reason);
  }
}
