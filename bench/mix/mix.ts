// Programs as large as they are asked for: image pipelines, every other one of which has a flaw.
import type { Properties } from "../../testing/aws/values";
import { type Code, PARTS } from "./code";
import { type Declared, output } from "./declared";
import { type Flaw, flaws } from "./flaws";
import { pipeline } from "./pipeline/pipeline";
import { Scope } from "./pipeline/scope";
import { spareQueue } from "./pipeline/storage";

export interface Mix {
  /** In the order in which a program declares them. The stack and the provider come on top. */
  readonly resources: readonly Declared[];
  readonly exports: Properties;
  readonly code: readonly Code[];
  readonly flaws: readonly Flaw[];
}

const PIPELINE_SIZE = pipeline("").length;

/** The same for the same size, always. */
export function mix(size: number): Mix {
  const count = Math.floor(size / PIPELINE_SIZE);
  if (count < 1) throw new Error(`A mix has at least ${PIPELINE_SIZE} resources, one pipeline: not ${size}.`);
  const pipelines = Array.from({ length: count }, (_, index) => flawed(`pipeline-${index + 1}`, flawOf(index)));
  const names = pipelines.map(({ name }) => name);
  const last = new Scope(names.at(-1) ?? "");
  const spare = Array.from({ length: size - count * PIPELINE_SIZE }, (_, index) => spareQueue(last, index + 1));
  return {
    resources: [...pipelines.flatMap(({ resources }) => resources), ...spare],
    exports: Object.fromEntries(names.map((name) => [`${name}-url`, output(`${name}-image-api`, "apiEndpoint")])),
    code: pipelines.flatMap(({ code }) => code),
    flaws: pipelines.flatMap(({ flaw }) => flaw ?? []),
  };
}

/** The policies that find something in a mix. */
export function expectedPolicies({ flaws }: Mix, values: "known" | "unknown"): ReadonlySet<string> {
  return new Set(flaws.filter(({ onceKnown }) => values === "known" || !onceKnown).flatMap(({ policies }) => policies));
}

function flawOf(index: number): Flaw | undefined {
  return index % 2 === 1 ? flaws[((index - 1) / 2) % flaws.length] : undefined;
}

function flawed(name: string, flaw: Flaw | undefined) {
  const at = flaw && (flaw.at === "" ? name : `${name}-${flaw.at}`);
  const resources = pipeline(name).map((resource) =>
    resource.name === at ? (flaw?.change?.(resource, name) ?? resource) : resource,
  );
  const code = PARTS.map((part): Code => ({ pipeline: name, part, from: flaw?.code === part ? "flawed" : "ideal" }));
  return { name, resources, code, flaw };
}
