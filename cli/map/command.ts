import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { policies } from "../../policies";
import { asSent, readConfiguration } from "../configuration";
import { CommandError } from "../errors";
import { readText } from "../input";
import { refuseUnwritable, writeWhole } from "../write";
import { html } from "./html";
import { mapOf, type WiringMap } from "./map";
import { mermaid } from "./mermaid";
import { exportedState, previewedState } from "./pulumi";
import { readState } from "./state";

export const MAP_FORMATS = ["html", "mermaid", "json"] as const;

export interface MapOptions {
  readonly format: (typeof MAP_FORMATS)[number];
  readonly output?: string;
  readonly stack?: string;
  readonly preview?: true;
  /** The directory where relative paths of the program's code start. */
  readonly directory: string;
  /** A configuration of the policies. */
  readonly config?: string;
}

/** Draws the wiring of a stack, from a state in a file, the current stack, or a preview. */
export async function map(file: string | undefined, given: readonly string[], options: MapOptions): Promise<void> {
  const { format, output, directory, config } = options;
  if (file !== undefined && (options.preview || options.stack !== undefined || given.length > 0))
    throw new CommandError("--stack, --preview and arguments of pulumi do not go with a file");
  const configuration = asSent(config === undefined ? undefined : (await readConfiguration(config)).root);
  if (output !== undefined) await refuseUnwritable(output);
  const { name, text } = file === undefined ? await stateOf(given, options) : await readText(file);
  const programDirectory = path.resolve(directory);
  const found = await mapOf(readState(name, text), { policies, programDirectory, configuration });
  const drawing = await drawingOf(found, format);
  if (output === undefined) process.stdout.write(drawing);
  else await writeWhole(output, drawing);
  console.error(summaryOf(found));
}

async function stateOf(given: readonly string[], { stack, preview }: MapOptions) {
  if (!preview) return { name: "the state", text: await exportedState(stack, given) };
  // Inputs may be secret: only this user can read the directory, and it is removed.
  const temporary = await mkdtemp(path.join(tmpdir(), "aws-serverless-guard-"));
  try {
    return { name: "the preview", text: await previewedState(path.join(temporary, "seen.json"), stack, given) };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function drawingOf(found: WiringMap, format: MapOptions["format"]): Promise<string> {
  if (format === "json") return `${JSON.stringify(found, undefined, 2)}\n`;
  if (format === "mermaid") return mermaid(found);
  const { drawn, isTooMuch, MOST_NODES } = await import("./draw.js");
  if (isTooMuch(found))
    throw new CommandError(
      `there are ${found.nodes.length} parts with ${found.arrows.length} arrows, and a picture takes at most ${MOST_NODES} parts; use --format json`,
    );
  return html(found, await drawn(found));
}

function summaryOf({ nodes, arrows, findings }: WiringMap): string {
  const count = (status: string) => arrows.filter((arrow) => arrow.status === status).length;
  const exempted = findings.filter((finding) => finding.exempted).length;
  const accepted = exempted === 0 ? "" : `, ${exempted} of them exempted`;
  return `map: ${nodes.length} parts, ${arrows.length} arrows: ${count("proven")} proven, ${count("broken")} broken, ${count("unknown")} not knowable yet; ${findings.length} findings${accepted}`;
}
