import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { load } from "js-yaml";
import { packDirectory } from "./pack-process";

/** The documents of the repository, relative to it. */
export const documents: readonly string[] = [
  ...markdownIn("."),
  ...markdownIn("docs", { recursive: true }),
  "examples/image-pipeline/README.md",
];

function markdownIn(directory: string, options: { readonly recursive?: true } = {}): readonly string[] {
  return readdirSync(path.join(packDirectory, directory), { ...options, encoding: "utf8" })
    .map((name) => path.posix.join(directory, name.replaceAll(path.sep, "/")))
    .filter((file) => file.endsWith(".md"));
}

export function readDocument(file: string): string {
  return readFileSync(path.join(packDirectory, file), "utf8");
}

export interface CodeBlock {
  readonly file: string;
  /** As it is named after the fence. */
  readonly language: string;
  readonly text: string;
}

export function codeBlocks(file: string): readonly CodeBlock[] {
  const blocks = readDocument(file).matchAll(/^```(\w*)\n(.*?)^```$/gms);
  return [...blocks].map(([, language = "", text = ""]) => ({ file, language, text }));
}

/** A command as a shell gets it: its words, without redirections, comments and what is in front of it. */
export type ShellCommand = readonly string[];

/** The commands in code blocks of shells and CI jobs. */
export function shellCommands({ language, text }: CodeBlock): readonly ShellCommand[] {
  const scripts = { sh: () => [text], text: () => prompts(text), yaml: () => texts(load(text)) }[language];
  return (scripts?.() ?? []).flatMap(commandsIn);
}

/** What is typed in a transcript of a terminal. */
function prompts(transcript: string): readonly string[] {
  return [...transcript.matchAll(/^\$ (.*)$/gm)].map(([, command = ""]) => command);
}

function texts(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

function commandsIn(script: string): readonly ShellCommand[] {
  return script
    .replaceAll("\\\n", " ")
    .split(/\n|&&|[;|]/)
    .map((command) => command.replace(/(^|\s)#.*| > \S+/g, "").trim())
    .map((command) => command.split(/\s+/).filter((word) => !/^[A-Z_]+=/.test(word)))
    .filter(([program]) => program !== undefined && program !== "");
}
