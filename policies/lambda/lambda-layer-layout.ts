import { isForAnyRuntime, isModuleOf, isModulePath, layerPaths } from "../../aws/facts/lambda-layers";
import { type ParsedRuntime, parseRuntime } from "../../aws/facts/lambda-runtimes";
import { variablesOf } from "../../aws/model/functions";
import { FUNCTION, LAYER } from "../../aws/model/kinds";
import { codeOf } from "../../code/code-of";
import { SEARCH_PATHS } from "../../code/handler";
import { type CodeOptions, codeOptions } from "../../code/options";
import { runtimeOf } from "../../code/runtime";
import type { GraphResource } from "../../kit/graph";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { enumerate, quote } from "../../kit/text";

export const lambdaLayerLayout = stackPolicy({
  name: "lambda-layer-layout",
  description: "The modules of a Lambda layer are in the directories where its runtimes look.",
  severity: "high",
  level: "mandatory",
  resources: LAYER.types,
  options: codeOptions,
  remediationSteps: "Put the modules into the directory of their language, such as python or nodejs/node_modules.",
  tags: ["lambda", "layers", "code"],
  page: {
    why: "Lambda unpacks a layer into /opt, and each runtime looks in some directories there: Python in /opt/python, Node.js in /opt/nodejs/node_modules. Modules that are elsewhere are deployed, and the first request fails since the import finds nothing.",
    limits:
      "It checks layers with modules of Python, Node.js, Ruby or Java, for the runtimes of the functions that use them, or for those that they declare where no function of the stack uses them. It reports a layer of which no file is where its runtimes look. It leaves alone layers with programs, libraries or extensions for any runtime, layers of which some files are unknown, and layers whose functions name /opt in their code or variables, change where modules are looked for, or have code that is not at hand.",
    advisory: "Layers that no function of the stack uses.",
    sources: [
      "https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/python-layers.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/nodejs-layers.html",
    ],
    since: "0.1.0",
  },

  check(graph, options, report) {
    return report.each(graph.ofType(...LAYER.types), async (layer) => {
      const code = await codeOf(layer, options);
      if (code.state !== "read" || !code.entriesComplete) return;
      const users = graph.referrers(layer, FUNCTION.types, "layers", LAYER);
      const runtimes = users.certain.length > 0 ? users.certain.map(runtimeOf) : declaredRuntimes(layer);
      const lost = misplaced([...code.entries], runtimes);
      if (lost === undefined) return;
      const reads = await Promise.all(users.certain.map((lambda) => mayReadByPath(lambda, options)));
      if (reads.includes(true) || !users.complete) return;
      const level = reads.length > 0 ? {} : { level: "advisory" as const };
      report({ on: layer, at: layer.properties.at("code"), ...level, ...notFound(lost, users.certain) });
    });
  },
});

/** A module of a layer in a directory where no runtime looks. */
interface Lost {
  readonly file: string;
  readonly runtime: ParsedRuntime;
  readonly more: number;
}

/** The modules of a layer of which no file is where its runtimes look. */
function misplaced(files: readonly string[], runtimes: readonly (ParsedRuntime | undefined)[]): Lost | undefined {
  const known = runtimes.filter((runtime) => runtime !== undefined);
  if (known.length < runtimes.length || known.some((runtime) => layerPaths(runtime).length === 0)) return undefined;
  const isModule = (file: string) => known.some((runtime) => isModuleOf(runtime, file));
  const isFound = (file: string) =>
    known.some((runtime) => isModulePath(runtime, file)) || (isForAnyRuntime(file) && !SOURCE_IN_LIB.test(file));
  const [file, ...others] = files.filter(isModule).toSorted();
  const runtime = known.find((each) => isModuleOf(each, file ?? ""));
  if (file === undefined || runtime === undefined || files.some(isFound)) return undefined;
  return { file, runtime, more: others.length };
}

/** Directories for libraries, not for modules. */
const SOURCE_IN_LIB = /^lib\/.*\.(?:py|[cm]?js|rb)$/;

/** The runtimes that a layer declares; none if one of them is unknown. */
function declaredRuntimes({ properties }: GraphResource): readonly (ParsedRuntime | undefined)[] {
  const items = properties.at("compatibleRuntimes").items();
  return items.state !== "known"
    ? []
    : items.value.map((item) => {
        const id = item.string();
        return id.state === "known" ? parseRuntime(id.value) : undefined;
      });
}

/** Whether a function may read files of a layer by their paths. */
async function mayReadByPath(lambda: GraphResource, options: Partial<CodeOptions>): Promise<boolean> {
  const variables = variablesOf(lambda);
  if (variables.state === "unknown") return true;
  const set = variables.state === "known" ? variables.value : [];
  const namesLayers = set.some(([name, property]) => {
    const value = property.string();
    return SEARCH_PATHS.has(name) || (value.state === "known" && value.value.includes("/opt"));
  });
  if (namesLayers) return true;
  const code = await codeOf(lambda, options);
  return code.state !== "read" || [...code.files.values()].some(({ text }) => text.includes("/opt"));
}

const notFound = ({ file, runtime, more }: Lost, users: readonly GraphResource[]) => {
  const by = users.length === 0 ? "functions" : `function ${names(users, "or")}`;
  const [first = "", ...others] = layerPaths(runtime);
  const paths = enumerate(
    [first, ...others].map((path) => `/opt/${path.replace(/\/$/, "")}`),
    "or",
  );
  return {
    problem: `${by} cannot import ${quote(file)}${more > 0 ? ` and ${more} more` : ""} of the layer: ${runtime.family}${runtime.version.join(".")} looks in ${paths}, and finds nothing of the layer there`,
    fix: `pack the files so that ${quote(file)} is ${quote(`${first}${moved(file)}`)} in the archive`,
  };
};

/** The path of a file in a directory of modules. */
function moved(file: string): string {
  return file.replace(/^(?:.*\/)?(?:node_modules|site-packages|python|nodejs|java\/lib|ruby\/lib)\//, "");
}
