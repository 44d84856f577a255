/** Writes one file of the repository from its source. The same source gives the same text, on every day. */
export interface Generator {
  /** Relative to the root of the repository, with `/`. */
  readonly path: string;
  generate(): Promise<string>;
}
