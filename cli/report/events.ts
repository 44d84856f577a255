import type { Input } from "../input";
import { type Source, type State, sourceOf } from "./sources";

/** What a report needs of the engine's events. Their names and fields are those of the engine's `apitype.EngineEvent`. */
export interface EngineEvent {
  readonly policyEvent?: PolicyEvent;
  readonly policyAnalyzeSummaryEvent?: PolicySummary & { readonly resourceUrn: string };
  readonly policyAnalyzeStackSummaryEvent?: PolicySummary;
  readonly resourcePreEvent?: { readonly metadata: { readonly new?: State | null } };
  readonly summaryEvent?: {
    /** Versions by packs; the keys are names with what else the engine says of a pack: `name|local|path`. */
    readonly PolicyPacks?: Readonly<Record<string, string>> | null;
    readonly result?: string;
  };
}

export interface PolicyEvent {
  readonly resourceUrn?: string;
  readonly message: string;
  readonly policyName: string;
  readonly policyPackName: string;
  readonly policyPackVersion: string;
  readonly enforcementLevel: string;
  readonly severity?: string;
}

export interface PolicySummary {
  readonly policyPackName: string;
  readonly policyPackVersion: string;
  /** Names of policies. One that does not concern the resource passes. */
  readonly passed?: readonly string[];
}

/** What one input holds. */
export interface Stream {
  readonly name: string;
  /** The events about policies, and those that end a run. */
  readonly events: readonly EngineEvent[];
  /** Whether there are events, of any kind. */
  readonly hasEvents: boolean;
  /** Whether it is, or has in it, the summary that `pulumi preview --json` prints. */
  readonly hasDigest: boolean;
  /** Where resources come from, by URN. */
  readonly sources: ReadonlyMap<string, Source>;
  /** The first line that is only part of an event. */
  readonly brokenLine: number | undefined;
}

const JUDGING = [
  "policyEvent",
  "policyAnalyzeSummaryEvent",
  "policyAnalyzeStackSummaryEvent",
  "summaryEvent",
] as const satisfies readonly (keyof EngineEvent)[];

/** Reads events, one a line. Around them may be other output of the CLI, and a state or a summary as a document. */
export function readStream({ name, bytes }: Input): Stream {
  const events: EngineEvent[] = [];
  const sources = new Map<string, Source>();
  let hasEvents = false;
  let hasDigest = false;
  let brokenLine: number | undefined;
  const note = (state: State) => {
    if (state.urn !== undefined) sources.set(state.urn, { ...sources.get(state.urn), ...sourceOf(state) });
  };
  const take = (text: string, line: number) => {
    const value = parse(text);
    if (value === undefined) brokenLine ??= line;
    else if ("sequence" in value) {
      const event = value as EngineEvent;
      hasEvents = true;
      if (event.resourcePreEvent?.metadata.new) note(event.resourcePreEvent.metadata.new);
      if (JUDGING.some((name) => name in event)) events.push(event);
    } else {
      hasDigest ||= "steps" in value || "changeSummary" in value;
      statesIn(value).forEach(note);
    }
  };

  let document: string[] | undefined;
  const lines = decode(bytes).split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (document !== undefined) {
      document.push(line);
      if (line !== "}") continue;
      take(document.join("\n"), index + 1);
      document = undefined;
    } else if (line === "{") document = [line];
    else if (line.startsWith("{")) take(line, index + 1);
  }
  if (document !== undefined) brokenLine ??= lines.length;
  return { name, events, hasEvents, hasDigest, sources, brokenLine };
}

/** Windows PowerShell writes what is redirected to a file as UTF-16. */
function decode(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
}

function parse(text: string): object | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads what `pulumi stack export` and `pulumi preview --json` print. */
function statesIn(document: object): readonly State[] {
  const { deployment, steps } = document as {
    deployment?: { resources?: readonly State[] | null } | null;
    steps?: readonly { newState?: State; oldState?: State }[] | null;
  };
  const planned = (steps ?? []).flatMap(({ newState, oldState }) => newState ?? oldState ?? []);
  return [...(deployment?.resources ?? []), ...planned];
}
