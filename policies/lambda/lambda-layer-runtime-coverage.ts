import { parseRuntime } from "../../aws/facts/lambda-runtimes";
import limits from "../../aws/facts/limits.json";
import type { Options } from "../../kit/options";
import { resourcePolicy } from "../../kit/policy";
import type { Resource } from "../../kit/resource";
import { enumerate } from "../../kit/text";

const MAX_RUNTIMES = limits.lambda.runtimesPerLayer;

const options = {
  required: {
    type: "array",
    items: { type: "string", pattern: "^[a-z]+\\d[\\w.-]*$", examples: ["python3.12"] },
    minItems: 1,
    maxItems: MAX_RUNTIMES,
    uniqueItems: true,
    default: ["python3.8", "python3.9", "python3.10", "python3.11"],
    description: "Runtimes that every layer of their language has to be compatible with.",
  },
} as const;

export const lambdaLayerRuntimeCoverage = resourcePolicy({
  name: "lambda-layer-runtime-coverage",
  description: "A Lambda layer declares that it is compatible with every runtime that functions may move to.",
  severity: "medium",
  level: "mandatory",
  resources: ["aws:lambda/layerVersion:LayerVersion"],
  options,
  remediationSteps: "Build and test the layer for the missing runtimes, and list them in compatibleRuntimes.",
  tags: ["lambda", "layers"],
  page: {
    why: "A layer that names old runtimes only holds back every function that uses it: neither the console nor other teams offer it for newer runtimes, and the move to one needs a new layer version first.",
    limits:
      "A layer that declares no runtimes is usable by all of them, and one that declares only runtimes of other languages than those required is not meant for them; both are left alone. Whether the layer's files work on a runtime is not judged. A list with unknown elements is not judged either.",
    sources: [
      "https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html#lambda-PublishLayerVersion-request-CompatibleRuntimes",
      "https://docs.aws.amazon.com/lambda/latest/dg/adding-layers.html",
    ],
    since: "0.1.0",
  },

  check(layer, { required }, report) {
    const at = layer.properties.at("compatibleRuntimes");
    const declared = declaredRuntimes(layer);
    const missing = missingRuntimes(declared, required);
    if (missing.length > 0) report({ at, ...incomplete(declared, missing) });
    if (declared.length > MAX_RUNTIMES) report({ at, ...tooMany(declared.length) });
  },

  remediate(layer, { required }) {
    const declared = declaredRuntimes(layer);
    const missing = missingRuntimes(declared, required);
    if (missing.length === 0 || declared.length + missing.length > MAX_RUNTIMES) return [];
    return [{ at: layer.properties.at("compatibleRuntimes"), value: [...declared, ...missing] }];
  },
});

const incomplete = (declared: readonly string[], missing: readonly string[]) => ({
  problem: `the layer is not compatible with ${enumerate(missing, "or", MAX_RUNTIMES)} (option required)`,
  fix:
    declared.length + missing.length > MAX_RUNTIMES
      ? `replace runtimes that no function uses any more by ${enumerate(missing, "and", MAX_RUNTIMES)}; AWS allows ${MAX_RUNTIMES}`
      : `add ${enumerate(
          missing.map((id) => `"${id}"`),
          "and",
          MAX_RUNTIMES,
        )} to compatibleRuntimes`,
});

const tooMany = (count: number) => ({
  problem: `${count} runtimes are declared, and AWS allows ${MAX_RUNTIMES}`,
  fix: `remove ${count - MAX_RUNTIMES} of them, first those that AWS no longer supports`,
});

/** The runtimes that the layer declares; none where one of them cannot be known, since it may be the one that is missing. */
function declaredRuntimes(layer: Resource): readonly string[] {
  const items = layer.properties.at("compatibleRuntimes").items();
  if (items.state !== "known") return [];
  const runtimes = items.value.map((item) => item.string());
  const known = runtimes.flatMap((runtime) => (runtime.state === "known" ? [runtime.value] : []));
  return known.length === runtimes.length ? known : [];
}

/** The required runtimes of a declared language that are not declared. */
function missingRuntimes(
  declared: readonly string[],
  required: Options<typeof options>["required"],
): readonly string[] {
  const languages = new Set(declared.map((id) => parseRuntime(id)?.family));
  languages.delete(undefined);
  return required.filter((id) => languages.has(parseRuntime(id)?.family) && !declared.includes(id));
}
