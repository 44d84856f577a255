import { lstatSync } from "node:fs";
import path from "node:path";
import { quote } from "../../kit/text";
import { type Above, cliAbove } from "./processes";
import { programDirectoryOf, projectDirectoryOf } from "./project";

/** A path of the program that was found, or the reason why not and the fix. */
export type Location =
  | {
      readonly path: string;
      readonly version: string;
      /** The directory of the project, from where messages name its files; undefined if there is no project. */
      readonly base?: string | undefined;
    }
  | { readonly path: undefined; readonly reason: string; readonly fix: string };

/** The directories of this process and its parents. */
export interface Surroundings {
  readonly above: Above;
  /** The directory of the policy pack. */
  readonly own: string;
  /** This process's working directory: the pack's, or the program's where the engine has started the pack as an executable. */
  readonly current: string;
  /** The shell's working directory, if it is known. */
  readonly shell: string | undefined;
}

/** Resolves a path of the program. */
export async function locate(
  given: string,
  programDirectory: string | undefined,
  surroundings?: Surroundings,
): Promise<Location> {
  const around = surroundings ?? (await ownSurroundings());
  const base = baseOf(programDirectory, around);
  if (path.isAbsolute(given)) {
    return (
      found(given, base) ?? {
        path: undefined,
        reason: `${quote(given)} is not on this machine`,
        fix: "check the stack where its code is",
      }
    );
  }
  const directories = startingDirectories(programDirectory, around);
  for (const directory of directories) {
    const location = found(path.resolve(directory, given), projectDirectoryOf(directory) ?? directory);
    if (location !== undefined) return location;
  }
  if (directories.length === 0 && programDirectory !== undefined) {
    return {
      path: undefined,
      reason: `${quote(programDirectory)} (programDirectory) starts where pulumi runs, and where that is cannot be found out here`,
      fix: "make programDirectory an absolute path",
    };
  }
  const place =
    programDirectory === undefined ? "where the program runs" : `in ${quote(programDirectory)} (programDirectory)`;
  return {
    path: undefined,
    reason:
      directories.length === 0
        ? `${quote(given)} starts where the program runs, and where that is cannot be found out here`
        : `${quote(given)} is not ${place}`,
    fix: "run pulumi in the project's directory, or set programDirectory to the directory in which the program's paths start",
  };
}

/** The directory of the program, or the most likely one. */
export async function programDirectory(): Promise<string | undefined> {
  return startingDirectories(undefined, await ownSurroundings())[0];
}

/** The directory of the project that is checked, as far as that is certain. */
function baseOf(programDirectory: string | undefined, surroundings: Surroundings): string | undefined {
  const [first, ...others] = startingDirectories(programDirectory, surroundings);
  return first === undefined || others.length > 0 ? undefined : projectDirectoryOf(first);
}

/** The directories in which relative paths may start, the likeliest first. */
function startingDirectories(explicit: string | undefined, surroundings: Surroundings): readonly string[] {
  const { isCli, directory } = surroundings.above;
  const { own, current, shell } = surroundings;
  // Packs are started in their own directory, which must not be mistaken for the program's.
  const others = [current, directory, shell].filter((other) => other !== undefined && other !== own) as string[];
  const bases = isCli && directory !== undefined ? [directory] : others;
  if (explicit !== undefined) {
    const resolved = path.isAbsolute(explicit) ? [explicit] : bases.map((base) => path.resolve(base, explicit));
    return unique(resolved.flatMap((each) => [each, programDirectoryOf(each)]));
  }
  if (isCli && directory !== undefined) return [programDirectoryOf(directory) ?? directory];
  return unique(bases.map(programDirectoryOf));
}

function unique(directories: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(directories.filter((directory) => directory !== undefined))];
}

function found(file: string, base: string | undefined): Location | undefined {
  try {
    const { mtimeMs, size, ino } = lstatSync(file);
    return { path: file, version: `${mtimeMs} ${size} ${ino}`, base };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // A file without permission is reported when it is read.
    return code === "ENOENT" || code === "ENOTDIR" ? undefined : { path: file, version: "", base };
  }
}

/** Where the pack is loaded; see executable.ts. */
const own = process.cwd();

let known: Promise<Surroundings> | undefined;

/** Looked up once: none of it changes while a preview runs. */
function ownSurroundings(): Promise<Surroundings> {
  known ??= cliAbove(process.ppid).then((above) => ({
    above,
    own,
    current: process.cwd(),
    shell: process.env.PWD,
  }));
  return known;
}
