import { once } from "../../kit/once";
import { ancestorsOf, type SyntaxNode, someNode, walk } from "../tree";
import { bodyForCommandLine, importsOf, type Module, type Program } from "./modules";
import { exceptClauses, importedNames, parametersOf } from "./tree";

/**
 * What a module has under a name when it is loaded: nothing, a function that nobody decorates and that has to be awaited or does not
 * take an event and a context, or something else, which may be a function. Whatever may give the name a value counts, down to a mere mention at the top.
 */
export function definitionOf(module: Module, name: string): "missing" | "coroutine" | "uncallable" | "something" {
  const { tree, bindings, stars, rebound } = module;
  const bound = bindings.get(name) ?? [];
  const [only] = bound;
  if (bound.length === 1 && only?.name === "FunctionDefinition" && !rebound.has(name)) {
    if (only.firstChild?.name === "async" && !someNode(only, ({ name }) => name === "yield")) return "coroutine";
    return takesTwo(tree, only) ? "something" : "uncallable";
  }
  const mayHave =
    bound.length > 0 ||
    stars.length > 0 ||
    rebound.has(name) ||
    bindings.has("__getattr__") ||
    !tree.sound ||
    mentions(module, (text) => text === name || DYNAMIC.has(text));
  return mayHave ? "something" : "missing";
}

/** Whether a function can be called with two arguments; one with `/` or parameters behind a bare `*` is taken to. */
function takesTwo(tree: Module["tree"], definition: SyntaxNode): boolean {
  const list = definition.getChild("ParamList");
  if (list === null || !tree.sound || /\*\s*,|\//.test(tree.text(list))) return true;
  const parameters = parametersOf(tree, definition);
  const plain = parameters.filter(({ spread }) => spread === undefined);
  const needed = plain.filter(({ standard }) => standard === undefined).length;
  return needed <= 2 && (plain.length >= 2 || parameters.some(({ spread }) => spread === "*"));
}

/** Functions that define names without a statement. */
const DYNAMIC: ReadonlySet<string> = new Set(["exec", "globals", "setattr", "vars", "__dict__", "modules"]);

/** The functions at the top of a module that take an event and a context, which could be meant by a handler. */
export function handlersIn({ tree, bindings }: Module): readonly string[] {
  const functions = [...bindings].filter(([, [node]]) => {
    const definition = node?.name === "DecoratedStatement" ? node.getChild("FunctionDefinition") : node;
    return definition?.name === "FunctionDefinition" && parametersOf(tree, definition).length === 2;
  });
  return functions.map(([name]) => name);
}

/**
 * The modules of a program that a module loads, itself first: those that it imports, in functions too, and so on.
 * @param names of the first one; the packages that it is in are loaded before it
 */
export function loadedModules(program: Program, names: readonly string[]): readonly Module[] {
  const loaded = new Set<Module>();
  const load = (module: readonly string[]) => {
    for (const [at] of module.entries()) {
      const found = program.module(module.slice(0, module.length - at));
      if (found !== undefined) loaded.add(found);
    }
  };
  load(names);
  // The set grows while it is walked.
  for (const module of loaded) importedModules(module).forEach(load);
  return [...loaded];
}

/** Cached, since several policies ask about the same files. */
const importedModules = once((module: Module): readonly (readonly string[])[] => {
  return module.tree.all(["ImportStatement"]).flatMap((statement) => {
    if ([...ancestorsOf(statement)].some((above) => mayFail(module, above))) return [];
    const isFrom = statement.firstChild?.name === "from";
    if (!isFrom) return importedNames(module.tree, statement).entries.map(({ name }) => name.split("."));
    return importsOf(module, statement).flatMap(({ module: from, name = "" }) => [from, [...from, name]]);
  });
});

/** Whether a statement's body runs only on some versions of Python, or may fail to load. */
function mayFail(module: Module, statement: SyntaxNode): boolean {
  if (statement.name === "TryStatement") {
    const caught = exceptClauses(statement);
    const names = caught.flatMap(({ types }) => types.flatMap((type) => module.tree.all(["VariableName"], type)));
    return (
      caught.some(({ types }) => types.length === 0) || names.some((name) => LOAD_ERRORS.has(module.tree.text(name)))
    );
  }
  if (statement.name !== "IfStatement") return false;
  const names = module.tree.all(["VariableName", "PropertyName"], statement.getChild("if")?.nextSibling ?? statement);
  return names.some((name) => CONDITIONS.has(module.tree.text(name)));
}

const LOAD_ERRORS: ReadonlySet<string> = new Set(["Exception", "BaseException", "SyntaxError", "NameError"]);
const CONDITIONS: ReadonlySet<string> = new Set(["TYPE_CHECKING", "version_info", "hexversion", "__name__"]);

/** Whether a name occurs at the top of a module, outside of functions and classes. */
function mentions({ tree }: Module, isIt: (text: string) => boolean): boolean {
  let found = false;
  let main: SyntaxNode | undefined;
  walk(tree.root, (node) => {
    if (node.name === "VariableName" || node.name === "PropertyName") found ||= isIt(tree.text(node));
    main ??= bodyForCommandLine(tree, node.node);
    const isMain = main !== undefined && node.from === main.from && node.to === main.to;
    return !found && !isMain && node.name !== "FunctionDefinition" && node.name !== "ClassDefinition";
  });
  return found;
}
