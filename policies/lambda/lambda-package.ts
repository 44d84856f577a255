import limits from "../../aws/facts/limits.json";
import { architectureOf } from "../../aws/model/functions";
import { FUNCTION, LAYER } from "../../aws/model/kinds";
import type { Code } from "../../code/code";
import { codeOf } from "../../code/code-of";
import {
  installFor,
  isMachine,
  type Machine,
  type Misfit,
  misfits,
  startedFor,
  type Target,
} from "../../code/compiled";
import { mayLoadOtherFiles } from "../../code/handler";
import { type LayerCode, layerCodeOf } from "../../code/layers";
import { codeOptions } from "../../code/options";
import { runtimeOf } from "../../code/runtime";
import type { Finding } from "../../kit/finding";
import type { GraphResource } from "../../kit/graph";
import { append } from "../../kit/groups";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { enumerate, megabytes, quote } from "../../kit/text";

const { zippedBytes, unzippedBytes } = limits.lambda;
/** The tolerance of an estimated size. */
const ESTIMATE = 1.1;

export const lambdaPackage = stackPolicy({
  name: "lambda-package",
  description: "AWS accepts the package of a Lambda function or layer, and the function can load its compiled files.",
  severity: "high",
  level: "mandatory",
  resources: [...FUNCTION.types, ...LAYER.types],
  options: codeOptions,
  remediationSteps:
    "Ship the files that the function needs, built for its runtime and architecture, and by S3 where they are large.",
  tags: ["lambda", "code", "layers"],
  page: {
    why: `AWS refuses a package without files, one of more than ${megabytes(zippedBytes)} that is sent directly, and one that has more than ${megabytes(unzippedBytes)} once it is unpacked, its layers included. A module that was compiled for another processor, system or version of the language is deployed, and cannot be loaded. A function on provided.al2023 starts the file bootstrap, and does nothing without it.`,
    limits:
      "Sizes are those of the files on disk and of the entries of a zip file; it packs a directory in part to see how well it packs, and reports one that is too large by a tenth. It takes .so, .pyd and .node files, and bootstrap, for compiled ones, and checks their names and first bytes. It leaves alone container images, code in S3, layers of other stacks, modules that exist as Python source or for the right platform too, files in directories for another version of the language, and packages that are known to run without their compiled parts or to be tools.",
    advisory:
      "Modules that cannot be loaded: whether the function loads them is not known. A bootstrap for another processor is mandatory.",
    sources: [
      "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/python-package.html#python-package-native-libraries",
      "https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html",
    ],
    since: "0.1.0",
  },

  async check(graph, options, report) {
    const unloadable = new Map<string, Finding[]>();
    await report.each(graph.ofType(...FUNCTION.types, ...LAYER.types), async (owner) => {
      const code = await codeOf(owner, options);
      if (code.state !== "read") return;
      const layers = await layerCodeOf(graph, owner, options);
      const refused = refusal(code) ?? refusalWithLayers(code, layers.layers) ?? notStartable(owner, code, layers);
      if (refused !== undefined) return report({ on: owner, at: owner.properties.at("code"), ...refused });
      for (const finding of unloaded(owner, code, layers.layers)) append(unloadable, finding.problem, finding);
    });
    for (const [first, ...others] of unloadable.values())
      if (first !== undefined) report({ ...first, also: others.flatMap(({ on }) => on ?? []) });
  },
});

type Problem = Pick<Finding, "problem" | "fix">;
type Layers = LayerCode["layers"];

/** The reason why AWS refuses the code by itself. */
function refusal({ empty, problems, upload, bytes }: Code): Problem | undefined {
  const problem = "the code has no files, and AWS refuses a package without any";
  if (empty && problems.length === 0) return { problem, fix: "add the files to the code" };
  if (upload !== undefined && upload.bytes > zippedBytes * (upload.estimated ? ESTIMATE : 1)) {
    const size = `${upload.estimated ? "about " : ""}${megabytes(upload.bytes)}`;
    return {
      problem: `the code is ${size} as a zip file, and AWS accepts at most ${megabytes(zippedBytes)} directly`,
      fix: "leave out what is not needed, or put the zip file into a bucket as an aws.s3.BucketObject and set s3Bucket and s3Key in place of code",
    };
  }
  return bytes > unzippedBytes ? tooLarge("the code", bytes) : undefined;
}

function refusalWithLayers({ bytes }: Code, layers: Layers): Problem | undefined {
  // A layer that is too large by itself is reported on the layer.
  if (layers.some(([, code]) => code.bytes > unzippedBytes)) return undefined;
  const total = layers.reduce((sum, [, code]) => sum + code.bytes, bytes);
  if (total <= unzippedBytes) return undefined;
  const all = `${layers.length > 1 ? "layers" : "layer"} ${names(layers.map(([layer]) => layer))}`;
  return tooLarge(`the code with ${all}`, total);
}

const tooLarge = (what: string, bytes: number): Problem => ({
  problem: `${what} is ${megabytes(bytes)} once it is unpacked, and AWS allows at most ${megabytes(unzippedBytes)}`,
  fix: "leave out what is not needed, or deploy a container image, which may have 10 GB",
});

/** The reason why an OS-only runtime cannot start the function. */
function notStartable(lambda: GraphResource, code: Code, { layers, complete }: LayerCode): Problem | undefined {
  const has = (of: Code) => !of.entriesComplete || of.entries.has("bootstrap");
  if (runtimeOf(lambda)?.family !== "provided" || !complete || mayLoadOtherFiles(lambda)) return undefined;
  if (has(code) || layers.some(([, of]) => has(of))) return undefined;
  const similar = [...code.entries].find((path) => path.endsWith("/bootstrap"));
  const fix = `pack the program so that ${similar === undefined ? "it" : quote(similar)} is "bootstrap" in the archive`;
  return { problem: "the code has no bootstrap at its top level, and the runtime starts that file", fix };
}

/** Files that are compiled for another platform than the function's. */
function unloaded(lambda: GraphResource, code: Code, layers: Layers): readonly Finding[] {
  const runtime = runtimeOf(lambda);
  const machine = architectureOf(lambda);
  if (runtime === undefined || !isMachine(machine)) return [];
  const target = { runtime, machine };
  const bootstrap = startedFor(code.binaries.get("bootstrap"), machine);
  if (runtime.family === "provided" && bootstrap !== undefined)
    return [{ on: lambda, at: lambda.properties.at("code"), ...notStarted(bootstrap, machine) }];
  const advice = (at: string, where: string, found: readonly Misfit[]) => {
    const byBuild = new Map<string, Misfit[]>();
    for (const misfit of found) append(byBuild, misfit.builtFor, misfit);
    return [...byBuild].map(([builtFor, group]): Finding => {
      const text = notLoaded(where, builtFor, group, target);
      return { on: lambda, at: lambda.properties.at(at), level: "advisory", ...text };
    });
  };
  const layered = layers.flatMap(([layer, of]) => advice("layers", `layer ${quote(layer.name)}`, misfits(of, target)));
  return [...advice("code", "the code", misfits(code, target)), ...layered];
}

const notStarted = (builtFor: string, machine: Machine): Problem => ({
  problem: `bootstrap is compiled for ${builtFor}, and the function runs on ${machine}`,
  fix: `compile it for ${machine}${orMove(builtFor)}`,
});

const notLoaded = (where: string, builtFor: string, found: readonly Misfit[], target: Target): Problem => {
  const [first = "", ...others] = found.map(({ path }) => path);
  const on = `${target.runtime.family}${target.runtime.version.join(".")} and ${target.machine}`;
  const packages = enumerate([...new Set(found.map((misfit) => quote(misfit.package)))]);
  return {
    problem: `${where} has ${quote(first)}${others.length > 0 ? ` and ${others.length} more` : ""}, compiled for ${builtFor}, which a function on ${on} cannot load`,
    fix: `build or install ${packages} for the function, for example with "${installFor(target)}"${orMove(builtFor)}`,
  };
};

function orMove(builtFor: string): string {
  return isMachine(builtFor) ? `, or set architectures of the function to ["${builtFor}"]` : "";
}
