import type { Property } from "../kit/known";
import type { Binary } from "./source/compiled";

/** A source file of a function or layer. */
export interface CodeFile {
  /** Its place in the directory that Lambda unpacks the code into, such as `app/handler.py`. */
  readonly path: string;
  /** Where messages say that it is: from the directory of the project, or in the archive where it is no file of its own. */
  readonly shown: string;
  /** Its text without byte order mark; line ends are as they are. */
  readonly text: string;
}

/** A part of the code that cannot be checked. */
export interface CodeProblem {
  /** A file or directory of the code, or an archive as the program names it. */
  readonly path: string;
  /** Continues a sentence that begins with the path: "is larger than 2,097,152 bytes". */
  readonly reason: string;
}

/** The zip file that is sent to AWS. */
export interface Upload {
  readonly bytes: number;
  /** Whether it has yet to be packed. */
  readonly estimated: boolean;
}

/** What a function or layer consists of. */
export interface Code {
  readonly state: "read";
  /** The source files to check by their paths: those that are not part of a vendored package and have no problem. */
  readonly files: ReadonlyMap<string, CodeFile>;
  /** The paths of all files that Lambda sees, those of vendored packages too. */
  readonly entries: ReadonlySet<string>;
  /** Whether `entries` misses none. */
  readonly entriesComplete: boolean;
  /** Whether there certainly is no file at all, not even one that is of no interest. */
  readonly empty: boolean;
  /** How many bytes all files have together, as Lambda unpacks them; at least so many. */
  readonly bytes: number;
  /** Undefined where it is small, or not known. */
  readonly upload: Upload | undefined;
  /** What compiled files are compiled for, by their paths; those of vendored packages too. */
  readonly binaries: ReadonlyMap<string, Binary>;
  readonly problems: readonly CodeProblem[];
}

/** Why there is no code to check. */
export interface NotReadable {
  /**
   * `unknown`: until the deployment. `image`: in a container image. `elsewhere`: in S3, at a remote address, or not given at
   * all. `unreadable`: it should be here, but was not found.
   */
  readonly state: "unknown" | "image" | "elsewhere" | "unreadable";
  /** The property that says so. */
  readonly at: Property;
  /** Continues the sentence "the code cannot be checked: …". */
  readonly reason: string;
  /** How to make it judgeable, as an imperative. */
  readonly fix: string;
}
