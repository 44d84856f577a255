import { isDay, today } from "../../engine/config/days";
import { enumerate, printable, quote } from "../../kit/text";
import { policies } from "../../policies";
import { readConfiguration } from "../configuration";
import { CommandError } from "../errors";
import { openInput } from "../input";
import { readStream, type Stream } from "../report/events";
import { outcomeOf } from "../report/outcome";
import { writeWhole } from "../write";
import { editConfiguration } from "./edit";
import { acceptedIn } from "./found";

export interface BaselineOptions {
  /** The configuration that gets the exemptions. */
  readonly config: string;
  readonly reason: string;
  /** Their last day. */
  readonly expires?: string;
}

/** Adds exemptions for all violations of runs to a configuration, and removes those of the same stacks that match nothing. */
export async function baseline(files: readonly string[], options: BaselineOptions): Promise<void> {
  const { config, reason, expires } = options;
  if (reason.trim() === "") throw new CommandError("--reason is blank: say why the findings are accepted");
  if (expires !== undefined && !isDay(expires))
    throw new CommandError(`--expires takes a day such as 2027-03-31, and not ${quote(expires)}`);
  if (expires !== undefined && expires < today()) throw new CommandError(`--expires: ${expires} has passed`);
  const streams: Stream[] = [];
  for (const file of files) streams.push(await readStream(openInput(file)));
  const outcome = outcomeOf(streams, policies);
  const [gap] = outcome.gaps;
  if (gap !== undefined) throw new CommandError(`${gap.replace(/\.$/, "")}; nothing is written`);
  const accepted = acceptedIn(outcome);
  const found = await read(config);
  const edited = editConfiguration(found ?? "{}\n", accepted, {
    policies,
    sources: outcome.sources,
    exemption: { reason, ...(expires !== undefined && { expires }) },
    // A finding that is only counted may be the one that an exemption is for.
    isWhole: outcome.counted.length === 0,
  });
  if (edited.text !== found) {
    if ((await read(config)) !== found)
      throw new CommandError(`${printable(config)}: it changed meanwhile; run this again`);
    await writeWhole(config, edited.text);
  }
  const { added, renewed, removed, left } = edited;
  const counts = [
    added === 1 ? "1 exemption added" : `${added} exemptions added`,
    ...(renewed > 0 ? [`${renewed} renewed`] : []),
    `${removed} removed`,
  ];
  const before = accepted.exempted === 1 ? "1 finding was" : `${accepted.exempted} findings were`;
  console.log(`${printable(config)}: ${enumerate(counts)}; ${before} exempted before`);
  for (const text of [...left, ...accepted.notes, ...outcome.counted]) console.error(`note: ${text}`);
}

/** @returns undefined if there is no file yet */
async function read(file: string): Promise<string | undefined> {
  try {
    const { text, root } = await readConfiguration(file);
    if (root === undefined) throw new CommandError(`${printable(file)}:1:1: it is empty`);
    return text;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (error.message.endsWith("there is no such file or directory")) return undefined;
    throw new CommandError(`${error.message}; nothing is written`);
  }
}
