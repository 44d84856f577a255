import path from "node:path";
import { Unjudged } from "../unjudged";

/** The longest path of a file, in characters; Linux takes 4,096 bytes, and directories are added to it. */
const MAX_LENGTH = 1_000;

/**
 * The path of a file from its name in an archive.
 * @returns an empty path for the archive itself
 * @throws Unjudged for a name that leads out of the archive or cannot be the name of a file
 */
export function pathFrom(name: string): string {
  if (name.length > MAX_LENGTH) throw new Unjudged("has too long a name");
  if (name.includes("\0")) throw new Unjudged("has a null character in its name");
  if (name.startsWith("/") || /^[A-Za-z]:/.test(name)) throw new Unjudged("has an absolute path as its name");
  const normal = path.posix.normalize(name);
  if (normal === ".." || normal.startsWith("../")) throw new Unjudged("leads out of the archive");
  return normal === "." || normal === "./" ? "" : normal.replace(/\/$/, "");
}

/** A path below a directory, either of which may be empty. */
export function joined(directory: string, name: string): string {
  return directory === "" || name === "" ? directory + name : `${directory}/${name}`;
}

const SOURCE = /\.(?:py|[cm]?js|[cm]?ts)$|(?:^|\/)package\.json$/;

/** Whether a file is source code that Lambda may run, or configures how Node.js runs it. */
export function isSource(file: string): boolean {
  return SOURCE.test(file) && !/\.d\.[cm]?ts$/.test(file);
}
