import type { Property } from "../kit/known";
import type { Binary } from "./source/compiled";

/** A source file of a function or layer. */
export interface CodeFile {
  /** Its place in the directory that Lambda unpacks the code into, such as `app/handler.py`. */
  readonly path: string;
  /** Its path in messages: from the directory of the project, or in the archive if it is not a file. */
  readonly shown: string;
  /** Its text without byte order mark, with its own line ends. */
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
  /** Whether it is not packed yet. */
  readonly estimated: boolean;
}

/** The code of a function or layer. */
export interface Code {
  readonly state: "read";
  /** The source files to check by their paths: those outside of vendored packages, and without problems. */
  readonly files: ReadonlyMap<string, CodeFile>;
  /** The paths of all files that Lambda sees, those of vendored packages too. */
  readonly entries: ReadonlySet<string>;
  /** Whether `entries` is complete. */
  readonly entriesComplete: boolean;
  /** Whether there certainly is no file at all. */
  readonly empty: boolean;
  /** The unpacked size of all files in bytes, or a lower bound. */
  readonly bytes: number;
  /** Undefined if it is small or unknown. */
  readonly upload: Upload | undefined;
  /** The platforms of compiled files by their paths, also in vendored packages. */
  readonly binaries: ReadonlyMap<string, Binary>;
  readonly problems: readonly CodeProblem[];
}

/** The reason why there is no code to check. */
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
  /** How to make it checkable, as an imperative. */
  readonly fix: string;
}
