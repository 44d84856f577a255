import { printable } from "../kit/text";

/** Something that a command cannot go on with. Its text is the whole message, for the user to read. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** What the system says of a file, in words. */
export function fileProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return WORDS[code ?? ""] ?? printable(message);
}

const WORDS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EISDIR: "it is a directory",
  ENOENT: "there is no such file or directory",
  ENOSPC: "no space left on the device",
  ENOTDIR: "a part of the path is not a directory",
  EROFS: "the file system is read-only",
};
