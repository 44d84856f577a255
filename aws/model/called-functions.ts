import type { Graph, GraphResource } from "../../kit/graph";
import { append } from "../../kit/groups";
import type { Property } from "../../kit/known";
import { once } from "../../kit/once";
import { ALIAS, FUNCTION } from "./kinds";

/** A version or alias of a function: `""` is the function itself, undefined is unknown. */
export type Qualifier = string | undefined;

/** Stands for a version or alias with an unknown name. No name has this character. */
export const SOME = "?";

/** The function that one value names. */
export interface Called {
  readonly at: Property;
  /** The functions of the stack that it may be. One: it is that one. None: it is one outside of the stack, or unknown. */
  readonly functions: readonly GraphResource[];
  readonly qualifier: Qualifier;
  /** The name of a function outside of the stack. */
  readonly elsewhere: string | undefined;
}

/** The functions that a property names by name, ARN or invoke ARN of a function or alias, one result for each value. */
export function calledFunctions(graph: Graph, resource: GraphResource, path: string): readonly Called[] {
  const functions = graph.references(resource, path, FUNCTION);
  const aliases = graph.references(resource, path, ALIAS);
  const isOnly = !/[.[]/.test(path);
  const make = (of: readonly GraphResource[], ofAliases: readonly GraphResource[]) =>
    madeOf(graph, of, ofAliases, isOnly);
  // Values that cannot be told apart share their candidates and their result.
  const shared =
    functions.length < 2 ? undefined : once((of: readonly GraphResource[]) => once(make.bind(undefined, of)));
  return functions.map(({ at, candidates }, index) => {
    const text = at.string();
    return text.state === "known"
      ? functionNamed(graph, resource, at, text.value)
      : {
          at,
          ...(shared?.(candidates) ?? make.bind(undefined, candidates))(aliases[index]?.candidates ?? []),
          elsewhere: undefined,
        };
  });
}

/** The function that an unknown value names, from the functions and aliases that it was made from. */
function madeOf(
  graph: Graph,
  functions: readonly GraphResource[],
  aliases: readonly GraphResource[],
  isOnly: boolean,
): Pick<Called, "functions" | "qualifier"> {
  const behind = [...new Set(aliases.flatMap((alias) => functionsOf(graph, alias)))];
  if (aliases.length === 0) {
    const isPlain = functions.length > 0 && functions.every((lambda) => !mayBeQualified(graph, lambda));
    return { functions, qualifier: isPlain ? "" : undefined };
  }
  // An unknown alias may belong to any function.
  if (aliases.some((alias) => functionsOf(graph, alias).length === 0)) return { functions: [], qualifier: undefined };
  const isOfAlias = functions.length === 0 || (isOnly && functions.every((lambda) => behind.includes(lambda)));
  const names = [...new Set(aliases.map(({ properties }) => nameIn(properties.at("name"))))];
  const qualifier = names.length === 1 ? names[0] : SOME;
  return isOfAlias
    ? { functions: behind, qualifier }
    : { functions: [...new Set([...functions, ...behind])], qualifier: undefined };
}

/** The functions that an alias may be one of. */
const functionsOf = (graph: Graph, alias: GraphResource) =>
  graph.references(alias, "functionName", FUNCTION).flatMap(({ candidates }) => candidates);

function nameIn(property: Property): string {
  const text = property.string();
  return text.state === "known" ? text.value : SOME;
}

/** Whether a function has versions or aliases, so that what is made from it may name one of these. */
function mayBeQualified(graph: Graph, lambda: GraphResource): boolean {
  const publish = lambda.input("publish").boolean();
  if (publish.state === "unknown" || (publish.state === "known" && publish.value)) return true;
  const { certain, complete } = graph.referrers(lambda, ALIAS.types, "functionName", FUNCTION);
  return certain.length > 0 || !complete;
}

/** The parts of a text that names a function. Region and account are empty if the text leaves them out. */
export interface FunctionName {
  readonly region: string;
  readonly account: string;
  readonly name: string;
  readonly qualifier: string;
}

const NAME =
  /^(?:arn:[\w-]+:lambda:)?(?:([a-z]{2,}(?:-[a-z]+)+-\d):)?(?:(\d{12}):)?(?:function:)?([\w-]{1,64})(?::(\$LATEST|[\w-]{1,128}))?$/;
const IN_INVOKE_ARN =
  /^arn:[\w-]+:apigateway:[\w-]+:lambda:path\/[\d-]+\/functions\/([^/]+)\/(?:response-streaming-)?invocations$/;

/**
 * Parses a text that names a function: its name, ARN, part of an ARN, or invoke ARN.
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
function parseFunctionName(text: string): FunctionName | undefined {
  if (text.length > 400) return undefined;
  const [, region = "", account = "", name, qualifier = ""] = NAME.exec(IN_INVOKE_ARN.exec(text)?.[1] ?? text) ?? [];
  return name === undefined ? undefined : { region, account, name, qualifier };
}

/** The function that a known text names. */
export function functionNamed(graph: Graph, resource: GraphResource, at: Property, text: string): Called {
  const name = parseFunctionName(text);
  if (name === undefined) return { at, functions: [], qualifier: undefined, elsewhere: undefined };
  const found = (functionsByName(graph).get(name.name) ?? []).filter((lambda) => isNamed(lambda, name));
  const made = Object.values(resource.propertyDependencies[String(at.path[0])] ?? []);
  const meant = found.filter((lambda) => made.includes(lambda));
  return {
    at,
    functions: meant.length > 0 ? meant : found,
    // AWS does not document whether a policy of the function covers $LATEST.
    qualifier: name.qualifier === "$LATEST" ? undefined : name.qualifier,
    elsewhere: found.length === 0 ? name.name : undefined,
  };
}

/** Whether a function may be the named one, as far as its ARN, name, region and account are known. */
function isNamed(lambda: GraphResource, { region, account }: FunctionName): boolean {
  const arn = lambda.properties.at("arn").string();
  const [, , , itsRegion = "", itsAccount = ""] = arn.state === "known" ? arn.value.split(":") : [];
  const agree = (a: string, b: string) => a === "" || b === "" || a === b;
  return agree(region, itsRegion) && agree(account, itsAccount);
}

const functionsByName = once((graph: Graph): ReadonlyMap<string, readonly GraphResource[]> => {
  const byName = new Map<string, GraphResource[]>();
  for (const lambda of graph.ofType(...FUNCTION.types)) {
    const name = lambda.properties.at("name").string();
    if (name.state === "known") append(byName, name.value, lambda);
  }
  return byName;
});
