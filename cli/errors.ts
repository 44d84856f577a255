import { printable } from "../kit/text";

/** An error that ends a command. Its text is the whole message for the user. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** The text of a system error about a file. */
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
