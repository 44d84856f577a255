import Ajv from "ajv";
// biome-ignore lint/correctness/noUndeclaredDependencies: types only, which are compiled away
import type { FromSchema } from "json-schema-to-ts";
import { formatPointer } from "../../engine/config/option-errors";
import { printable } from "../../kit/text";
import { CommandError } from "../errors";
import type { Input } from "../input";
import { join, linesOf } from "./lines";
import { type Source, type State, sourceOf } from "./sources";

const text = { type: "string" } as const;
const packAndVersion = { policyPackName: text, policyPackVersion: text } as const;
const state = {
  type: ["object", "null"],
  properties: {
    urn: text,
    sourcePosition: text,
    inputs: { type: ["object", "null"] },
    parent: text,
    custom: { type: "boolean" },
  },
} as const;

const policyEvent = {
  type: "object",
  properties: {
    ...packAndVersion,
    resourceUrn: text,
    message: text,
    policyName: text,
    enforcementLevel: text,
    severity: text,
  },
  required: ["message", "policyName", "policyPackName", "policyPackVersion", "enforcementLevel"],
} as const;

/** Names of policies that passed, including those that do not concern the resource. */
const passed = { type: ["array", "null"], items: text } as const;

const policySummary = {
  type: "object",
  properties: { ...packAndVersion, passed },
  required: ["policyPackName", "policyPackVersion"],
} as const;

/** The fields of the engine's events that reports need, named as in `apitype.EngineEvent`. */
const engineEvent = {
  type: "object",
  properties: {
    policyEvent,
    policyAnalyzeSummaryEvent: {
      type: "object",
      properties: { ...policySummary.properties, resourceUrn: text },
      required: [...policySummary.required, "resourceUrn"],
    },
    policyAnalyzeStackSummaryEvent: policySummary,
    resourcePreEvent: {
      type: "object",
      properties: { metadata: { type: "object", properties: { new: state } } },
      required: ["metadata"],
    },
    summaryEvent: {
      type: "object",
      properties: {
        /** Versions by pack. A key is the name with other facts: `name|local|path`. */
        PolicyPacks: { type: ["object", "null"], additionalProperties: text },
        result: text,
      },
    },
  },
} as const;

/** The output of `pulumi stack export` and `pulumi preview --json`. */
const document = {
  type: "object",
  properties: {
    deployment: {
      type: ["object", "null"],
      properties: { resources: { type: ["array", "null"], items: state } },
    },
    steps: {
      type: ["array", "null"],
      items: { type: "object", properties: { newState: state, oldState: state } },
    },
  },
} as const;

export type EngineEvent = FromSchema<typeof engineEvent>;
export type PolicyEvent = FromSchema<typeof policyEvent>;
type Document = FromSchema<typeof document>;

const ajv = new Ajv({ strict: false });
const isEvent = ajv.compile<EngineEvent>(engineEvent);
const isDocument = ajv.compile<Document>(document);

/** The content of one input. */
export interface Stream {
  readonly name: string;
  /** The events about policies, and those that end a run. */
  readonly events: readonly EngineEvent[];
  /** Whether there are events, of any kind. */
  readonly hasEvents: boolean;
  /** Whether it contains the summary that `pulumi preview --json` prints. */
  readonly hasDigest: boolean;
  /** Where resources come from, by URN. */
  readonly sources: ReadonlyMap<string, Source>;
  /** The first line with only a part of an event. */
  readonly brokenLine: number | undefined;
}

const JUDGING = [
  "policyEvent",
  "policyAnalyzeSummaryEvent",
  "policyAnalyzeStackSummaryEvent",
  "summaryEvent",
] as const satisfies readonly (keyof EngineEvent)[];

/**
 * Reads events, one in a line, between other output of the CLI, or a state or summary.
 * @throws CommandError on anything else
 */
export async function readStream({ name, chunks }: Input): Promise<Stream> {
  const events: EngineEvent[] = [];
  const sources = new Map<string, Source>();
  let hasEvents = false;
  let hasDigest = false;
  let brokenLine: number | undefined;
  const note = (state: State | null | undefined) => {
    if (state?.urn !== undefined) sources.set(state.urn, { ...sources.get(state.urn), ...sourceOf(state) });
  };
  const take = (text: string, line: number) => {
    const value = parse(text);
    if (value === undefined) brokenLine ??= line;
    else if (Object.hasOwn(value, "sequence")) {
      if (!isEvent(value)) throw strange(name, line, "event", isEvent.errors);
      hasEvents = true;
      note(value.resourcePreEvent?.metadata.new);
      if (JUDGING.some((kind) => kind in value)) events.push(value);
    } else {
      if (!isDocument(value)) throw strange(name, line, "state or summary", isDocument.errors);
      hasDigest ||= "steps" in value || "changeSummary" in value;
      statesIn(value).forEach(note);
    }
  };

  let document: string | undefined;
  let number = 0;
  for await (const line of linesOf(name, chunks)) {
    number++;
    if (document !== undefined) {
      document = join(name, document, `\n${line}`);
      if (line !== "}") continue;
      take(document, number);
      document = undefined;
    } else if (line === "{") document = line;
    else if (line.startsWith("{")) take(line, number);
  }
  if (document !== undefined) brokenLine ??= number;
  return { name, events, hasEvents, hasDigest, sources, brokenLine };
}

/** Names the place but not the value, which may be secret. */
function strange(name: string, line: number, what: string, errors: typeof isEvent.errors): CommandError {
  const [{ instancePath = "" } = {}] = errors ?? [];
  const place = printable(formatPointer(instancePath));
  return new CommandError(`${name}: line ${line} ends no ${what} of the engine: ${place || "it"} is of another form`);
}

function parse(text: string): object | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function statesIn({ deployment, steps }: Document): readonly (State | null | undefined)[] {
  const planned = (steps ?? []).map(({ newState, oldState }) => newState ?? oldState);
  return [...(deployment?.resources ?? []), ...planned];
}
