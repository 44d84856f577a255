import { readFileSync, statSync } from "node:fs";
import path from "node:path";

/** In the order in which the CLI tries them. */
const PROJECT_FILES = ["Pulumi.json", "Pulumi.yaml", "Pulumi.yml"];

/**
 * The directory in which the program of a project runs, and from which the engine resolves the relative paths of its assets: the
 * project's `main`, which may be a file, or else where its Pulumi.yaml is.
 * Sources: https://github.com/pulumi/pulumi/blob/master/pkg/engine/project.go and sdk/go/common/workspace/paths.go
 * @param directory a directory of the project
 * @returns undefined if the directory belongs to no project
 */
export function programDirectoryOf(directory: string): string | undefined {
  if (!known.has(directory)) known.set(directory, find(directory));
  return known.get(directory);
}

/** The directory of the Pulumi.yaml of the project that a directory belongs to. */
export function projectDirectoryOf(directory: string): string | undefined {
  if (!projects.has(directory)) {
    const file = projectFileAbove(directory);
    projects.set(directory, file && path.dirname(file));
  }
  return projects.get(directory);
}

const projects = new Map<string, string | undefined>();

/** Every function asks for the same one, and projects do not move while they are checked. */
const known = new Map<string, string | undefined>();

function find(directory: string): string | undefined {
  const file = projectFileAbove(directory);
  if (file === undefined) return undefined;
  const root = path.dirname(file);
  const main = mainOf(file);
  if (main === undefined) return root;
  const resolved = path.resolve(root, main);
  try {
    return statSync(resolved).isDirectory() ? resolved : path.dirname(resolved);
  } catch {
    return root;
  }
}

function projectFileAbove(directory: string): string | undefined {
  for (let at = path.resolve(directory); ; at = path.dirname(at)) {
    const file = PROJECT_FILES.map((name) => path.join(at, name)).find(isFile);
    if (file !== undefined || at === path.dirname(at)) return file;
  }
}

function isFile(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function mainOf(file: string): string | undefined {
  try {
    const text = readFileSync(file, "utf8");
    // The most projects have none, and need no parser.
    if (!text.includes("main")) return undefined;
    const { load } = require("js-yaml") as typeof import("js-yaml");
    const { main } = load(text) as { main?: unknown };
    return typeof main === "string" && main !== "" ? main : undefined;
  } catch {
    return undefined;
  }
}
