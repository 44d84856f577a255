import { randomUUID } from "node:crypto";
import { access, constants, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { printable } from "../kit/text";
import { CommandError, fileProblem } from "./errors";

/** Writes a file completely or not at all, also when another process writes it. */
export async function writeWhole(file: string, text: string): Promise<void> {
  try {
    const target = await realpath(file).catch(() => file); // What a link leads to is replaced, not the link.
    const found = await stat(target).catch(() => undefined);
    // A pipe and the like are written to directly.
    if (found !== undefined && !found.isFile()) return await writeFile(target, text);
    const unfinished = `${target}.${process.pid}-${randomUUID()}.tmp`;
    try {
      await writeFile(unfinished, text, { flag: "wx", ...(found && { mode: found.mode }) });
      await rename(unfinished, target);
    } finally {
      await rm(unfinished, { force: true });
    }
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** Refuses a file that cannot be written, before the work for it is done. */
export async function refuseUnwritable(file: string): Promise<void> {
  try {
    const target = await realpath(file).catch(() => file);
    const found = await stat(target).catch(() => undefined);
    if (found?.isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
    await access(found === undefined || found.isFile() ? dirname(target) : target, constants.W_OK);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

export function cannotWrite(file: string, error: unknown): CommandError {
  const { code } = error as NodeJS.ErrnoException;
  const problem = code === "ENOENT" ? `there is no directory ${printable(dirname(file))}` : fileProblem(error);
  return new CommandError(`cannot write ${printable(file)}: ${problem}`);
}
