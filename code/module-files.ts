/** The names of files, and of the directories that these are in. */
export class ModuleFiles {
  readonly #files = new Set<string>();
  readonly #directories = new Set<string>();

  add(file: string): void {
    this.#files.add(file);
    for (let at = file.indexOf("/"); at >= 0; at = file.indexOf("/", at + 1)) this.#directories.add(file.slice(0, at));
    const slash = file.lastIndexOf("/") + 1;
    const dot = file.indexOf(".", slash);
    // A compiled module has a tag of its platform in its name.
    if (dot > slash && /\.(?:so|pyc|pyd)$/.test(file)) this.#files.add(`${file.slice(0, dot)}.so`);
  }

  has(file: string): boolean {
    return this.#files.has(file);
  }

  hasDirectory(path: string): boolean {
    return this.#directories.has(path);
  }

  hasPython(path: string): boolean {
    return this.#directories.has(path) || ["py", "so"].some((end) => this.#files.has(`${path}.${end}`));
  }

  /** Whether `require` finds a file. */
  hasRequired(path: string): boolean {
    const isFile = (stem: string) => ["", ".js", ".json", ".node"].some((end) => this.#files.has(stem + end));
    return path === "" || isFile(path) || isFile(`${path}/index`) || this.#files.has(`${path}/package.json`);
  }
}
