import {
  compareVersions,
  lambdaRuntime,
  lambdaRuntimesSource,
  type ParsedRuntime,
  parseRuntime,
  pythonRuntimes,
} from "../../aws/facts/lambda-runtimes";
import limits from "../../aws/facts/limits.json";
import { isBelow, minimumPython, pythonRuntimesFrom } from "../../aws/model/python-minimum";
import { versionContradictions } from "../../aws/model/python-versions";
import type { Options } from "../../kit/options";
import { resourcePolicy } from "../../kit/policy";
import type { Resource } from "../../kit/resource";
import { enumerate, quote } from "../../kit/text";

const MAX_RUNTIMES = limits.lambda.runtimesPerLayer;

const options = {
  ...minimumPython,
  required: {
    type: "array",
    items: { type: "string", pattern: "^[a-z]+\\d[\\w.-]*$", examples: ["python3.12"] },
    minItems: 1,
    maxItems: MAX_RUNTIMES,
    uniqueItems: true,
    description:
      "Runtimes that every layer of their language must declare, such as python3.12 and python3.13; none where it is not set.",
  },
} as const;

export const lambdaLayerRuntimeCoverage = resourcePolicy({
  name: "lambda-layer-runtime-coverage",
  description:
    "A Lambda layer for Python declares a version that functions may use, and every layer the required runtimes.",
  severity: "medium",
  level: "mandatory",
  resources: ["aws:lambda/layerVersion:LayerVersion"],
  options,
  contradictions: versionContradictions,
  remediationSteps: "Build and test the layer for the missing runtimes, and list them in compatibleRuntimes.",
  tags: ["lambda", "layers"],
  page: {
    why: "A layer that declares only old runtimes holds back every function that uses it: the console does not offer it for newer runtimes, and the move to one needs a new layer version first. Give `minimum` the same value as for lambda-python-runtime.",
    limits:
      "It leaves alone a layer that declares no runtimes, which can be used with all of them; `required` concerns the layers that declare a runtime of the same language. It does not check whether the layer's files work on a runtime, nor a list with unknown elements. Repairs declare no runtime below `minimum`, and none that AWS does not have.",
    sources: [
      "https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html#lambda-PublishLayerVersion-request-CompatibleRuntimes",
      "https://docs.aws.amazon.com/lambda/latest/dg/adding-layers.html",
    ],
    since: "0.1.0",
  },

  check(layer, options, report) {
    const at = layer.properties.at("compatibleRuntimes");
    const declared = declaredRuntimes(layer);
    const missing = missingRuntimes(declared, options);
    const newest = newestPython(declared);
    if (missing.length > 0) report({ at, ...incomplete(declared, missing) });
    else if (newest && isBelow(newest, options.minimum)) report({ at, ...outdated(declared, newest, options) });
    if (declared.length > MAX_RUNTIMES) report({ at, ...tooMany(declared.length) });
  },

  remediate(layer, options) {
    const declared = declaredRuntimes(layer);
    const missing = missingRuntimes(declared, options);
    const newest = newestPython([...declared, ...missing]);
    const isOutdated = newest !== undefined && isBelow(newest, options.minimum);
    const added = isOutdated ? [...missing, oldestFrom(options) ?? newest.id] : missing;
    if (added.length === 0 || !added.every((id) => isRepair(id, options))) return [];
    if (declared.length + added.length > MAX_RUNTIMES) return [];
    return [{ at: layer.properties.at("compatibleRuntimes"), value: [...declared, ...added] }];
  },
});

const incomplete = (declared: readonly string[], missing: readonly string[]) => ({
  problem: `the layer does not declare ${enumerate(missing, "or", MAX_RUNTIMES)} (option required)`,
  fix: add(declared, missing),
});

const outdated = (declared: readonly string[], newest: Python, options: LayerOptions) => ({
  problem: `the newest Python that the layer declares is ${newest.id}, older than python${options.minimum} (option minimum)`,
  fix:
    oldestFrom(options) === undefined
      ? `lower option minimum: AWS has no python${options.minimum} or later (as of ${lambdaRuntimesSource.dated})`
      : add(declared, runtimesUpTo(newest, options)),
});

const add = (declared: readonly string[], missing: readonly string[]) =>
  declared.length + missing.length > MAX_RUNTIMES
    ? `replace runtimes that no function uses any more by ${enumerate(missing, "and", MAX_RUNTIMES)}; AWS allows ${MAX_RUNTIMES}`
    : `add ${enumerate(missing.map(quote), "and", MAX_RUNTIMES)} to compatibleRuntimes`;

const tooMany = (count: number) => ({
  problem: `${count} runtimes are declared, and AWS allows ${MAX_RUNTIMES}`,
  fix: `remove ${count - MAX_RUNTIMES} of them, first those that AWS no longer supports`,
});

type LayerOptions = Options<typeof options>;
type Python = ParsedRuntime & { readonly id: string };

/** The runtimes that the layer declares; none if one of them is unknown, since it may be the missing one. */
function declaredRuntimes(layer: Resource): readonly string[] {
  const items = layer.properties.at("compatibleRuntimes").items();
  if (items.state !== "known") return [];
  const runtimes = items.value.map((item) => item.string());
  const known = runtimes.flatMap((runtime) => (runtime.state === "known" ? [runtime.value] : []));
  return known.length === runtimes.length ? known : [];
}

/** The required runtimes of a declared language that are not declared. */
function missingRuntimes(declared: readonly string[], { required = [] }: LayerOptions): readonly string[] {
  const languages = new Set(declared.map((id) => parseRuntime(id)?.family));
  languages.delete(undefined);
  return required.filter((id) => languages.has(parseRuntime(id)?.family) && !declared.includes(id));
}

function newestPython(ids: readonly string[]): Python | undefined {
  const all = ids.map((id) => ({ id, ...parseRuntime(id) }));
  const pythons = all.filter((runtime): runtime is Python => runtime.family === "python");
  return pythons.sort((a, b) => compareVersions(a.version, b.version)).at(-1);
}

/** The oldest runtime that AWS has and functions may run on. */
function oldestFrom({ minimum }: LayerOptions): string | undefined {
  return pythonRuntimesFrom(minimum)[0]?.id;
}

/** The runtimes after one, up to the first that functions may run on. */
function runtimesUpTo(newest: Python, options: LayerOptions): readonly string[] {
  const later = pythonRuntimes.filter(({ version }) => compareVersions(version, newest.version) > 0);
  return later
    .filter((runtime) => isBelow(runtime, options.minimum) || runtime.id === oldestFrom(options))
    .map(({ id }) => id);
}

/** Whether a repair may declare a runtime: AWS has it, and no function is refused for it. */
function isRepair(id: string, { minimum }: LayerOptions): boolean {
  const runtime = lambdaRuntime(id);
  return runtime !== undefined && !isBelow(runtime, minimum);
}
