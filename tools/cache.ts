// What is made once for a machine and kept outside the tree: the built CLI, the Python environment.
import { createHash } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export function cacheDirectory(): string {
  const base = process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache");
  return path.join(base, "aws-serverless-guard");
}

/** Tells one version of what a file pins from the next. */
export async function fingerprint(file: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(file))
    .digest("hex")
    .slice(0, 12);
}

export interface Recipe {
  /** Name of the directory in the cache; whatever changes the result is part of it. */
  readonly name: string;
  /** Fills an empty directory. It says on stderr what takes so long. */
  build(directory: string): Promise<void>;
}

/** The directory with the result, built when it is missing. Whoever finds it finds it complete. */
export async function builtOnce(recipe: Recipe): Promise<string> {
  const result = path.join(cacheDirectory(), recipe.name);
  if (await exists(result)) return result;

  await mkdir(cacheDirectory(), { recursive: true });
  const unlock = await lock(`${result}.lock`, result);
  try {
    if (await exists(result)) return result;
    const unfinished = `${result}.unfinished`;
    try {
      // Whoever died over it before may have left something.
      await rm(unfinished, { recursive: true, force: true });
      await mkdir(unfinished);
      await recipe.build(unfinished);
      await rename(unfinished, result);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
    return result;
  } finally {
    await unlock();
  }
}

/** Waits while another live process builds the same. */
async function lock(file: string, result: string): Promise<() => Promise<void>> {
  let told = false;
  for (;;) {
    try {
      const handle = await open(file, "wx");
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
    }
    if (await isStale(file)) {
      await breakStale(file);
      continue;
    }
    if (!told) console.error(`Waiting for another process that is preparing ${path.basename(result)} ...`);
    told = true;
    await sleep(500);
  }
}

/** One at a time, or the second would break the lock that the first has taken since. */
async function breakStale(file: string): Promise<void> {
  const breaking = `${file}.breaking`;
  try {
    await (await open(breaking, "wx")).close();
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
    await sleep(100);
    if (await isOld(breaking)) await rm(breaking, { force: true });
    return;
  }
  try {
    if (await isStale(file)) await rm(file, { force: true });
  } finally {
    await rm(breaking, { force: true });
  }
}

async function isStale(file: string): Promise<boolean> {
  let owner: string;
  try {
    owner = await readFile(file, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return false;
    throw error;
  }
  // Between its creation and the write of the owner, a lock is empty for a moment.
  if (owner === "") return isOld(file);
  try {
    process.kill(Number(owner), 0);
    return false;
  } catch (error) {
    return isCode(error, "ESRCH");
  }
}

/** Older than what is made and removed at once can be, unless whoever made it died. */
async function isOld(file: string): Promise<boolean> {
  const age = await stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  return age > 10_000;
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (isCode(error, "ENOENT")) return false;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
