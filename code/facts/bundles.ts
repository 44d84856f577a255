import { once } from "../../kit/once";
import { put, spoil } from "./assignments";
import type { Run } from "./run";
import type { Expression, ExpressionOf, FunctionDefinition, Statement } from "./syntax";
import { type Arguments, constant, type FunctionValue, NO_ARGUMENTS, NULL, type Value } from "./values";

/**
 * Results of the helper functions that bundlers (esbuild, webpack) write around modules. They are recognised by their form, since
 * minifiers give them other names; undefined for all other functions.
 */
export function callOfBundler(run: Run, definition: FunctionDefinition, { positional }: Arguments): Value | undefined {
  const [first = NULL, second = NULL] = positional;
  if (definition.parameters.length > 2) return awaited(run, positional);
  switch (roleOf(definition)) {
    case "define":
      if (second.kind !== "object" || second.rest.value !== NULL) spoil(run, first, [second]);
      else for (const [name, { value }] of second.members) put(run, first, constant(name), asGetter(value, second));
      return NULL;
    case "copy":
      return first;
    default:
      return undefined;
  }
}

/** `__awaiter(this, arguments, Promise, function* () { … })`, a compiled async function; undefined without a generator. */
export function awaited(run: Run, args: readonly Value[]): Value | undefined {
  const last = args.length > 2 ? args.at(-1) : undefined;
  const isGenerator = last?.kind === "function" && last.definition.isGenerator;
  return isGenerator ? run.invoke({ ...last, isAwaited: true }, NO_ARGUMENTS) : undefined;
}

/** A package that compiled code imports through a helper: `__importStar(require("aws-sdk"))`. */
export function importedBy(name: string, { positional: [module] }: Arguments): Value | undefined {
  return /^__(?:importDefault|importStar|toESM)\d*$/.test(name) && module?.kind === "external" ? module : undefined;
}

/** A function as the getter of a property. */
export function asGetter(value: Value, self: Value): Value {
  const getter: FunctionValue | undefined = value.kind === "function" ? { ...value, self, isGetter: true } : undefined;
  return getter ?? value;
}

type Role = "define" | "copy" | undefined;

const roleOf = once((definition: FunctionDefinition): Role => {
  const { parameters, body } = definition;
  const [first = "", second = ""] = parameters.map(({ target }) => (target.kind === "name" ? target.name : ""));
  const [only] = body;
  if (body.length !== 1 || only === undefined) return undefined;
  if (parameters.length === 2 && definesAll(only, first, second)) return "define";
  return parameters.length === 1 && copies(only, first) ? "copy" : undefined;
});

/** `for (var name in all) define(target, name, { get: all[name] })` */
function definesAll(statement: Statement, target: string, all: string): boolean {
  if (statement.kind !== "loop" || statement.over?.kind !== "other" || statement.target?.kind !== "name") return false;
  const { name } = statement.target;
  const call = onlyCallIn(statement.body);
  const [on, key, how] = call?.args.map(({ value }) => value) ?? [];
  const get = how?.kind === "object" ? how.entries.find((entry) => isText(entry.key, "get"))?.value : undefined;
  const isOfAll = get?.kind === "member" && isName(get.of, all) && isName(get.key, name);
  return isOfAll && isName(on, target) && isName(key, name) && statement.over.parts.some((part) => isName(part, all));
}

/** `return copyTo(define({}, "__esModule", …), module)` */
function copies(statement: Statement, module: string): boolean {
  if (statement.kind !== "return" || statement.value?.kind !== "call") return false;
  const [made, given] = statement.value.args.map((arg) => arg.value);
  const isMarked = made?.kind === "call" && made.args.some((arg) => isText(arg.value, "__esModule"));
  return isMarked && isName(given, module);
}

function onlyCallIn([only, ...others]: readonly Statement[]): ExpressionOf<"call"> | undefined {
  if (only === undefined || others.length > 0) return undefined;
  if (only.kind === "if") return only.otherwise.length === 0 ? onlyCallIn(only.yes) : undefined;
  if (only.kind === "block") return onlyCallIn(only.body);
  return only.kind === "expression" && only.value.kind === "call" ? only.value : undefined;
}

function isName(node: Expression | undefined, name: string): boolean {
  return node?.kind === "name" && node.name === name;
}

function isText(node: Expression | undefined, text: string): boolean {
  return node?.kind === "constant" && node.value === text;
}
