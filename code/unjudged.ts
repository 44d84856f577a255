/** Thrown if something cannot be checked. Its message continues a sentence that starts with the subject. */
export class Unjudged extends Error {
  override readonly name = "Unjudged";
}

/** Of a source file with a syntax error, or with syntax that no parser here knows. */
export const UNPARSED = "cannot be parsed as a whole";

export const TOO_DEEP = "is nested too deeply to be checked";

export const TOO_MUCH = "takes more work to check than the pack spends on one function";

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "cannot be read: permission denied",
  EPERM: "cannot be read: permission denied",
  ENOENT: "is not there any more",
  ENOTDIR: "is not there any more",
  ELOOP: "is a symbolic link that leads in a circle or has taken a file's place",
  ENAMETOOLONG: "has a path that is too long",
  EMFILE: "cannot be read: too many files are open",
  ENFILE: "cannot be read: too many files are open",
  EIO: "cannot be read: input/output error",
  EISDIR: "is a directory",
};

/** Replaces the text of an error: texts of libraries and of the system may quote file contents. */
export function reasonOf(error: unknown): string {
  if (error instanceof Unjudged) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return REASONS[code] ?? (/^E[A-Z]+$/.test(code) ? `cannot be read: ${code}` : "is damaged or incomplete");
}
