import { architectureOf } from "../../aws/model/functions";
import { FUNCTION, LAYER } from "../../aws/model/kinds";
import type { Graph, GraphResource } from "../../kit/graph";
import type { Property } from "../../kit/known";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { enumerate, quote } from "../../kit/text";

/** A property of a function that its layers must be compatible with. */
interface Requirement {
  /** The function's property. */
  readonly setting: "runtime" | "architectures";
  /** The layer's property. */
  readonly declaration: "compatibleRuntimes" | "compatibleArchitectures";
  readonly value: string;
}

export const lambdaLayerFunctionCompatibility = stackPolicy({
  name: "lambda-layer-function-compatibility",
  description: "Each layer of a Lambda function is compatible with the function's runtime and architecture.",
  severity: "high",
  level: "advisory",
  resources: FUNCTION.types,
  options: {},
  remediationSteps:
    "Build the layer for the function's runtime and architecture and declare them, or move the function to declared ones.",
  tags: ["lambda", "layers"],
  page: {
    why: "AWS attaches any layer to any function. A layer that was built for another version of the language or another processor fails at the first request, with an import error or code that cannot run.",
    limits:
      "It leaves alone layers of other stacks, which are known by their ARN only, and functions deployed as container images. A layer that declares no runtimes or no architectures is compatible with all. A function without architectures runs on x86_64. It does not check whether the layer's files really work.",
    sources: [
      "https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html#lambda-PublishLayerVersion-request-CompatibleRuntimes",
      "https://docs.aws.amazon.com/lambda/latest/dg/python-layers.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html",
    ],
    since: "0.1.0",
  },

  check(graph, _options, report) {
    return report.each(graph.ofType(...FUNCTION.types), (lambda) => {
      const requirements = requirementsOf(lambda);
      for (const layers of layersOf(graph, lambda)) {
        for (const requirement of requirements) {
          if (layers.every((layer) => contradicts(layer, requirement)))
            report({ on: lambda, at: lambda.properties.at("layers"), ...incompatible(lambda, layers, requirement) });
        }
      }
    });
  },
});

const incompatible = (
  lambda: GraphResource,
  layers: readonly GraphResource[],
  { setting, declaration, value }: Requirement,
) => {
  const either = names(layers, "or");
  const declared = [...new Set(layers.flatMap((layer) => knownTexts(layer.properties.at(declaration))))].map(quote);
  return {
    problem: `the function runs on ${quote(value)}, but ${declaration} of layer ${either} has only ${enumerate(declared)}`,
    fix: `build layer ${either} for ${quote(value)} and add it to ${declaration}, or set ${setting} of function ${quote(lambda.name)} to ${enumerate(declared, "or")}`,
  };
};

function requirementsOf(lambda: GraphResource): readonly Requirement[] {
  const { properties } = lambda;
  const packageType = properties.at("packageType").string();
  const runtime = properties.at("runtime").string();
  // A function without a runtime is a container image.
  if (packageType.state === "known" && packageType.value === "Image") return [];
  if (runtime.state === "absent" || lambda.input("runtime").state === "absent") return [];
  const architecture = architectureOf(lambda);
  const requirements: Requirement[] = [];
  if (runtime.state === "known")
    requirements.push({ setting: "runtime", declaration: "compatibleRuntimes", value: runtime.value });
  if (architecture !== undefined)
    requirements.push({ setting: "architectures", declaration: "compatibleArchitectures", value: architecture });
  return requirements;
}

/** The layers of the stack that a function uses, one list of candidates for each. */
function layersOf(graph: Graph, lambda: GraphResource): readonly (readonly GraphResource[])[] {
  const certain = new Set(graph.referenced(lambda, "layers", LAYER));
  const candidates = graph.references(lambda, "layers", LAYER).map((reference) => reference.candidates);
  const open = candidates.filter((layers) => layers.some((layer) => !certain.has(layer)));
  return [...[...certain].map((layer) => [layer]), ...new Set(open)];
}

/** Whether a layer declares compatible values, and the function's is not one of them. */
function contradicts({ properties }: GraphResource, { declaration, value }: Requirement): boolean {
  const declared = knownTexts(properties.at(declaration));
  return declared.length > 0 && !declared.includes(value);
}

/** The texts of a list; none if one of them is unknown. */
function knownTexts(list: Property): readonly string[] {
  const items = list.items();
  const texts = items.state === "known" ? items.value.map((item) => item.string()) : [];
  const known = texts.flatMap((text) => (text.state === "known" ? [text.value] : []));
  return known.length === texts.length ? known : [];
}
