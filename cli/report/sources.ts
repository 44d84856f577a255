import path from "node:path";

/** A place in a file, from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where a resource comes from, as far as the engine tells. Files are relative to the directory of the Pulumi project. */
export interface Source {
  /** Where the program makes the resource. */
  readonly position?: Position;
  /** The code of a function or layer, as the engine writes an archive down. */
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

/**
 * The place in the repository of a place in the code of a function, which is known by its path in the archive.
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
 * The path from the root of the repository, with slashes.
 * @param projectFile Pulumi.yaml from that root, which is the working directory
 * @returns undefined where the file is outside of it
 */
export function repositoryPath(file: string, projectFile: string): string | undefined {
  const root = process.cwd();
  const absolute = path.resolve(root, path.dirname(projectFile), file);
  const relative = path.relative(root, absolute);
  const isOutside = relative === "" || path.isAbsolute(relative) || relative.split(path.sep)[0] === "..";
  return isOutside ? undefined : relative.split(path.sep).join("/");
}
