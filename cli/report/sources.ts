import { existsSync } from "node:fs";
import path from "node:path";
import { programDirectoryOf } from "../../code/source/project";

/** A place in a file, from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where a resource comes from, as far as the engine tells. */
export interface Source {
  /** Where the program makes the resource, from the directory of the Pulumi project. */
  readonly position?: Position;
  /** The code of a function or layer, as the engine writes an archive down: from where the program runs. */
  readonly code?: Archive;
}

interface Archive {
  readonly path?: string;
  readonly assets?: Readonly<Record<string, Archive>>;
}

/** What the engine tells of a resource: in events, in states, in the summary of a preview. */
export interface State {
  readonly urn?: string;
  readonly sourcePosition?: string;
  readonly inputs?: { readonly code?: unknown };
}

export function sourceOf({ sourcePosition = "", inputs }: State): Source {
  const position = readPosition(sourcePosition);
  const code = inputs?.code;
  return {
    ...(position && { position }),
    ...(typeof code === "object" && code !== null && { code }),
  };
}

/** `project:///index.ts#5,1`. A place outside of the project is in a library, and says nothing of the program. */
function readPosition(text: string): Position | undefined {
  const [, file, line, column] = /^project:\/\/\/([^#]+)#(\d+)(?:,(\d+))?$/.exec(text) ?? [];
  if (file === undefined || /(^|\/)(\.\.|node_modules)(\/|$)/.test(file)) return undefined;
  return { file, line: Number(line), column: Number(column ?? 1) };
}

/** Where the program of a project runs, which a `main` in its Pulumi.yaml says. The report may be written where that is not. */
export function programDirectory(projectFile: string): string {
  const directory = path.resolve(path.dirname(projectFile));
  return (existsSync(projectFile) ? programDirectoryOf(directory) : undefined) ?? directory;
}

/**
 * The place, from where the program runs, of a place in the code of a function, which is known by its path in the archive.
 * @returns undefined where the code is no file of the repository
 */
export function positionInCode(source: Source | undefined, place: Position): Position | undefined {
  const file = source?.code && fileIn(source.code, place.file);
  if (file === undefined) return undefined;
  return PACKED.test(file) ? { file, line: 1, column: 1 } : { ...place, file };
}

/** An archive that is a file. */
const PACKED = /\.(zip|jar|tar|tgz|tar\.gz)$/i;

function fileIn({ path: own, assets = {} }: Archive, file: string): string | undefined {
  if (own !== undefined) return file === "" || PACKED.test(own) ? own : `${own}/${file}`;
  for (const [name, asset] of Object.entries(assets)) {
    const directory = name.replace(/^\.?\/+|\/+$/g, "");
    if (directory === file) return fileIn(asset, "");
    if (file.startsWith(`${directory}/`)) return fileIn(asset, file.slice(directory.length + 1));
  }
  return undefined;
}

/**
 * Whether a place is named from the project's directory, as findings are in code that is not packed: the file is one that the code
 * is made of, or in a directory that is.
 */
export function isFromProject(source: Source | undefined, { file }: Position, projectFile: string): boolean {
  const found = path.resolve(path.dirname(projectFile), file);
  return pathsIn(source?.code).some((own) => {
    const given = path.resolve(programDirectory(projectFile), own);
    return found === given || (!PACKED.test(own) && found.startsWith(given + path.sep));
  });
}

/** The paths that an archive is made of, as the program gives them. */
function pathsIn(archive: unknown): readonly string[] {
  if (typeof archive !== "object" || archive === null) return [];
  if ("path" in archive && typeof archive.path === "string") return [archive.path];
  return "assets" in archive && archive.assets ? Object.values(archive.assets).flatMap(pathsIn) : [];
}

/**
 * The path from the root of the repository, with slashes.
 * @param directory in which the file's path starts, from that root, which is the working directory
 * @returns undefined where the file is outside of it
 */
export function repositoryPath(file: string, directory: string): string | undefined {
  const root = process.cwd();
  const absolute = path.resolve(root, directory, file);
  const relative = path.relative(root, absolute);
  const isOutside = relative === "" || path.isAbsolute(relative) || relative.split(path.sep)[0] === "..";
  return isOutside ? undefined : relative.split(path.sep).join("/");
}
