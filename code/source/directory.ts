import { type Dirent, lstatSync, opendirSync, readdirSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { limitText, tooLarge } from "../options";
import { reasonOf } from "../unjudged";
import type { Lister, Reader, Source } from "./listing";
import { readFile, readRange, sizeOf, specialKind } from "./open";
import { isUnlisted } from "./vendored";

const LINKED_DIRECTORY = "is a symbolic link to a directory, whose files Pulumi leaves out";

/** Entries of a directory that are read at a time. */
const BUFFER = 128;

/**
 * The files of a directory, as Pulumi puts them into an archive: without its own bookkeeping and without what symbolic links to
 * directories lead to. Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/archive/archive.go
 */
export class DirectorySource implements Source {
  /** Targets of symbolic links to files. */
  readonly #targets = new Map<string, string>();
  #realRoot: string | undefined;

  constructor(private readonly root: string) {}

  list(lister: Lister): void {
    if (lstatSync(this.root).isSymbolicLink()) {
      lister.other("", LINKED_DIRECTORY);
      return;
    }
    const waiting = [""];
    const unlisted: string[] = [];
    for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
      if (!this.#listOne(directory, waiting, unlisted, lister)) return;
    }
    this.#count(unlisted, lister);
  }

  fileOf(name: string): string {
    return path.join(this.root, name);
  }

  read(names: ReadonlySet<string>, reader: Reader): void {
    for (const name of names) {
      try {
        const file = this.#targets.get(name) ?? path.join(this.root, name);
        const { head, limits } = reader;
        const bytes = head === undefined ? readFile(file, limits.maxFileBytes) : readRange(file, 0, head);
        if (bytes === undefined) reader.problem(name, tooLarge(reader.limits));
        else if (!reader.bytes(name, bytes)) return;
      } catch (error) {
        reader.problem(name, reasonOf(error));
      }
    }
  }

  #listOne(directory: string, waiting: string[], unlisted: string[], lister: Lister): boolean {
    if (directory.split("/").length > lister.limits.maxDepth) {
      lister.unlisted(directory, `is in more than ${limitText(lister.limits, "maxDepth", "directories")}`);
      return true;
    }
    try {
      const opened = opendirSync(path.join(this.root, directory), { bufferSize: BUFFER });
      try {
        for (let entry = opened.readSync(); entry !== null; entry = opened.readSync()) {
          const name = directory === "" ? entry.name : `${directory}/${entry.name}`;
          if (entry.name === ".pulumi") continue;
          if (entry.isDirectory()) (isUnlisted(entry.name) ? unlisted : waiting).push(name);
          if (!this.#listEntry(name, entry, lister)) return false;
        }
      } finally {
        opened.closeSync();
      }
    } catch (error) {
      lister.unlisted(directory, reasonOf(error));
    }
    return true;
  }

  #listEntry(name: string, entry: Dirent, lister: Lister): boolean {
    if (entry.isDirectory()) return lister.other(name);
    const special = specialKind(entry);
    if (special !== undefined) return lister.file(name, `is ${special}`);
    return entry.isSymbolicLink()
      ? this.#listLink(name, lister)
      : lister.file(name, undefined, sizeOf(path.join(this.root, name)));
  }

  /** Counts the files of directories whose names are of no interest. */
  #count(directories: string[], lister: Lister): void {
    for (let directory = directories.pop(); directory !== undefined; directory = directories.pop()) {
      for (const entry of entriesOf(path.join(this.root, directory))) {
        const name = `${directory}/${entry.name}`;
        if (entry.isDirectory()) directories.push(name);
        else if (entry.isFile() && !lister.nameless(sizeOf(path.join(this.root, name)) ?? 0)) return;
      }
    }
  }

  #listLink(name: string, lister: Lister): boolean {
    const link = path.join(this.root, name);
    try {
      const stats = statSync(link);
      if (stats.isDirectory()) return lister.other(name, LINKED_DIRECTORY);
      const target = realpathSync(link);
      this.#realRoot ??= realpathSync(this.root);
      if (!target.startsWith(this.#realRoot + path.sep)) {
        return lister.file(name, "is a symbolic link that leads out of the directory", stats.size);
      }
      this.#targets.set(name, target);
      return lister.file(name, undefined, stats.size);
    } catch (error) {
      const dangling = error instanceof Error && "code" in error && error.code === "ENOENT";
      return lister.file(name, dangling ? "is a symbolic link that leads nowhere" : reasonOf(error));
    }
  }
}

function entriesOf(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
