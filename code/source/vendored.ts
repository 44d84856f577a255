import path from "node:path";
import { joined } from "./paths";

/** Directories of packages that are not the program's own. */
const VENDORED: ReadonlySet<string> = new Set(["site-packages", "dist-packages", "node_modules", ".venv"]);
/** Directories whose file names do not matter. */
const UNLISTED: ReadonlySet<string> = new Set([".git", ".hg", ".svn", ".venv", "__MACOSX", "__pycache__"]);

/** Whether the files of a directory are not even listed. */
export function isUnlisted(directory: string): boolean {
  return UNLISTED.has(directory);
}

/**
 * Whether a file's directories show that it is not the program's own.
 * @param more further directories: names, or paths from the root of the code
 */
export function vendoredByName(file: string, more: readonly string[]): boolean {
  const directories = file.split("/").slice(0, -1);
  if (directories.some((name) => VENDORED.has(name) || UNLISTED.has(name) || more.includes(name))) return true;
  return more.some((directory) => file.startsWith(`${directory.replace(/^\.\/|\/$/g, "")}/`));
}

/** The program of a Pulumi project, by the files that the languages have for it. */
const PROGRAMS: ReadonlySet<string> = new Set(["__main__.py", "index.ts"]);

/** Recognises files beside a function's own: virtual environments, and the Pulumi program in `FileArchive(".")`. */
export function othersAmong(files: ReadonlyMap<string, unknown>): (file: string) => boolean {
  const isProject = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"].some((file) => files.has(file));
  const environments = [...files.keys()].filter((file) => path.posix.basename(file) === "pyvenv.cfg");
  const directories = environments.map((file) => file.slice(0, -"pyvenv.cfg".length)).filter((name) => name !== "");
  return (file) => (isProject && PROGRAMS.has(file)) || directories.some((directory) => file.startsWith(directory));
}

/**
 * What an installer leaves beside the packages that it installs, `requests-2.32.3.dist-info`. An `egg-info` without a version
 * comes from work on a package, which is then the program's own.
 */
const INSTALLED = /^(?:(.*)\/)?([\w.]+)-[^/-]+(?:-[^/]+)?\.(?:dist-info|egg-info)(?:\/(.+))?$/;

const METADATA = /-info\/(?:RECORD|top_level\.txt|direct_url\.json)$/;

/** Whether a file is metadata of an installed package. */
export function isMetadata(file: string): boolean {
  return METADATA.test(file);
}

/** A distribution of Python packages that is installed in the code. */
interface Distribution {
  /** The directory that it is installed into. */
  readonly directory: string;
  readonly name: string;
  readonly files: Map<string, string>;
}

/** The files of installed Python packages. */
export class InstalledPackages {
  readonly #distributions = new Map<string, Distribution>();
  readonly #files = new Set<string>();
  readonly #packages = new Set<string>();

  constructor(files: Iterable<string>) {
    for (const file of files) this.#note(file);
  }

  /** The metadata files of installed packages. */
  get metadata(): readonly string[] {
    return [...this.#distributions.values()].flatMap(({ files }) => {
      // The first two are enough.
      const names = files.has("RECORD") ? ["RECORD", "direct_url.json"] : ["top_level.txt", "direct_url.json"];
      return names.flatMap((name) => files.get(name) ?? []);
    });
  }

  /** Adds the metadata by their paths. */
  learn(metadata: ReadonlyMap<string, string>): void {
    for (const { directory, name, files } of this.#distributions.values()) {
      const text = (file: string) => metadata.get(files.get(file) ?? "");
      if (isLocal(text("direct_url.json"))) continue;
      const record = text("RECORD");
      for (const file of recordedFiles(record ?? "")) this.#files.add(path.posix.join(directory, file));
      if (record !== undefined) continue;
      for (const top of text("top_level.txt")?.split(/\s+/) ?? [name, name.toLowerCase()]) {
        if (top !== "") this.#packages.add(joined(directory, top));
      }
    }
  }

  /** Whether a file belongs to an installed package. */
  has(file: string): boolean {
    if (this.#files.has(file)) return true;
    if (this.#packages.size === 0) return false;
    if (this.#packages.has(file.replace(/\.[^./]+$/, ""))) return true;
    for (let at = file.indexOf("/"); at >= 0; at = file.indexOf("/", at + 1)) {
      if (this.#packages.has(file.slice(0, at))) return true;
    }
    return false;
  }

  #note(file: string): void {
    if (!file.includes("-info")) return;
    const [, directory = "", name = "", inner = ""] = INSTALLED.exec(file) ?? [];
    if (name === "") return;
    const key = joined(directory, name);
    const distribution = this.#distributions.get(key) ?? { directory, name, files: new Map() };
    this.#distributions.set(key, distribution);
    if (inner !== "") distribution.files.set(inner, file);
  }
}

/** Whether a package was installed from this machine: it is the program's own, only packed. See PEP 610. */
function isLocal(directUrl: string | undefined): boolean {
  if (directUrl === undefined) return false;
  try {
    const { url } = JSON.parse(directUrl) as { url?: unknown };
    return typeof url === "string" && url.startsWith("file:");
  } catch {
    return false;
  }
}

/** The paths in a RECORD: the first column of lines of comma-separated values. */
function* recordedFiles(record: string): Generator<string> {
  for (const line of record.split(/\r?\n/)) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(line)?.[1];
    const file = quoted?.replaceAll('""', '"') ?? line.split(",", 1)[0] ?? "";
    if (file !== "") yield file;
  }
}
