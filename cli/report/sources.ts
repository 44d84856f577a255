import { existsSync } from "node:fs";
import path from "node:path";
import { programDirectoryOf } from "../../code/source/project";

/** A place in a file, from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The source of a resource, as far as the engine sends it. */
export interface Source {
  /** Where the program makes the resource, from the directory of the Pulumi project. */
  readonly position?: Position;
  /** The code of a function or layer in the engine's form of an archive, with paths from the program's directory. */
  readonly code?: Archive;
  /** The URN of its parent. */
  readonly parent?: string;
  /** Whether it is a resource of a provider, not a component. */
  readonly custom?: boolean;
}

/** An archive, asset or secret: only the fields that are read here are known. */
interface Archive {
  readonly path?: unknown;
  readonly assets?: unknown;
}

/** A resource as events, states and summaries of previews have it. */
export interface State {
  readonly urn?: string;
  readonly sourcePosition?: string;
  readonly inputs?: object | null;
  readonly parent?: string;
  readonly custom?: boolean;
}

export function sourceOf({ sourcePosition = "", inputs, parent, custom }: State): Source {
  const position = readPosition(sourcePosition);
  const code: unknown = inputs && "code" in inputs ? inputs.code : undefined;
  return {
    ...(position && { position }),
    ...(isObject(code) && { code }),
    ...(parent && { parent }),
    ...(custom !== undefined && { custom }),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** Reads `project:///index.ts#5,1`. A place outside of the project is in a library, so it is ignored. */
function readPosition(text: string): Position | undefined {
  const [, file, line, column] = /^project:\/\/\/([^#]+)#(\d+)(?:,(\d+))?$/.exec(text) ?? [];
  if (file === undefined || /(^|\/)(\.\.|node_modules)(\/|$)/.test(file)) return undefined;
  return { file, line: Number(line), column: Number(column ?? 1) };
}

/** The directory where a project's program runs, by `main` in its Pulumi.yaml. The report may be written elsewhere. */
export function programDirectory(projectFile: string): string {
  const directory = path.resolve(path.dirname(projectFile));
  return (existsSync(projectFile) ? programDirectoryOf(directory) : undefined) ?? directory;
}

/**
 * The place in the repository of a place in the code of a function, which is known by its path in the archive.
 * @returns undefined if the code is not a file of the repository
 */
export function positionInCode(source: Source | undefined, place: Position): Position | undefined {
  const file = source?.code && fileIn(source.code, place.file);
  if (file === undefined) return undefined;
  return PACKED.test(file) ? { file, line: 1, column: 1 } : { ...place, file };
}

/** An archive that is a file. */
const PACKED = /\.(zip|jar|tar|tgz|tar\.gz)$/i;

function fileIn({ path: own, assets }: Archive, file: string): string | undefined {
  if (typeof own === "string") return file === "" || PACKED.test(own) ? own : `${own}/${file}`;
  const entries = isObject(assets) ? Object.entries(assets) : [];
  // An archive at the top matches every name, so it comes last: `{ ".": new FileArchive("./app") }`.
  const named = entries.map(([name, asset]) => [name.replace(/^(\.?\/+)+|^\.$|\/+$/g, ""), asset] as const);
  for (const [name, asset] of named.sort(([a], [b]) => b.length - a.length)) {
    if (!isObject(asset)) continue;
    if (name === file) return fileIn(asset, "");
    if (name === "") return fileIn(asset, file);
    if (file.startsWith(`${name}/`)) return fileIn(asset, file.slice(name.length + 1));
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
 * @returns undefined if the file is outside of the repository
 */
export function repositoryPath(file: string, directory: string): string | undefined {
  const root = process.cwd();
  const absolute = path.resolve(root, directory, file);
  const relative = path.relative(root, absolute);
  const isOutside = relative === "" || path.isAbsolute(relative) || relative.split(path.sep)[0] === "..";
  return isOutside ? undefined : relative.split(path.sep).join("/");
}
