import { callsOf } from "../calls";
import { importsOf, type Module, type Program, partsOf } from "../modules";
import { exceptClauses, expressionsOf, type SyntaxNode } from "../tree";

/** What an exception handler stands in for. */
export type Catches = "missing keys" | "everything" | "nothing";

const MISSING: ReadonlySet<string> = new Set(["KeyError", "LookupError", "TypeError"]);
const EVERYTHING: ReadonlySet<string> = new Set(["Exception", "BaseException"]);

/** What is caught by the exceptions behind an `except`; without any, all are. A value that is not known may be any of them. */
export function caughtBy(program: Program, module: Module, types: readonly SyntaxNode[]): Catches {
  if (types.length === 0) return "everything";
  const members = types.flatMap(membersOf);
  const names = members.flatMap((member) => namesIn(module, member));
  const named = standsInFor([...names, ...names.flatMap((name) => keptUnder(program, module, name) ?? [])]);
  if (named === "missing keys" || members.every((member) => isClass(program, module, member))) return named;
  return "missing keys";
}

function standsInFor(names: readonly string[]): Catches {
  if (names.some((name) => MISSING.has(name))) return "missing keys";
  return names.some((name) => EVERYTHING.has(name)) ? "everything" : "nothing";
}

function membersOf(type: SyntaxNode): readonly SyntaxNode[] {
  const isGroup = type.name === "TupleExpression" || type.name === "ParenthesizedExpression";
  return isGroup ? expressionsOf(type).flatMap(membersOf) : [type];
}

function namesIn({ tree }: Module, node: SyntaxNode): readonly string[] {
  return tree.all(["VariableName", "PropertyName"], node).map((name) => tree.text(name));
}

/** The names in what a module, or the one that it imports from, has under a name; undefined where that is not known. */
function keptUnder(program: Program, module: Module, name: string): readonly string[] | undefined {
  const statements = module.bindings.get(name);
  return statements?.flatMap((statement) => {
    if (statement.name === "AssignStatement") return namesIn(module, statement);
    const imported = statement.name === "ImportStatement" ? importsOf(module, statement) : [];
    const from = imported.find(({ as }) => as === name);
    const other = from?.name === undefined ? undefined : program.module(from.module);
    const kept = other?.bindings.get(from?.name ?? "") ?? [];
    return other === undefined ? [] : kept.filter(isAssignment).flatMap((one) => namesIn(other, one));
  });
}

function isAssignment({ name }: SyntaxNode): boolean {
  return name === "AssignStatement";
}

/** Whether what is caught is a class, or a list of which all is known, as far as its name tells. */
function isClass(program: Program, module: Module, member: SyntaxNode): boolean {
  const attribute = member.name === "MemberExpression" ? member.getChild("PropertyName") : null;
  if (attribute === null && member.name !== "VariableName") return false;
  const name = module.tree.text(attribute ?? member);
  if (attribute === null && keptUnder(program, module, name)?.length) return true;
  if (/^[A-Z][A-Z0-9_]+$/.test(name)) return false;
  return attribute !== null || /^[A-Z]/.test(name) || module.bindings.has(name);
}

/** Whether a context manager is told of exceptions that it is to bear: `suppress(KeyError)`. */
export function isToldToBear(module: Module, item: SyntaxNode): boolean {
  const calls = module.tree.all(["CallExpression"], item);
  const named = calls.flatMap((call) => call.getChildren("ArgList").flatMap((list) => namesIn(module, list)));
  return standsInFor(named) !== "nothing";
}

/** Whether one of the program's own functions, which a context manager may be made by, bears that keys are missing. */
export function bears(program: Program, module: Module, item: SyntaxNode): boolean {
  const targets = item.name === "CallExpression" ? callsOf(program).targets(module, item) : [];
  return targets.some(({ module, node }) =>
    module.tree.all(["TryStatement"], node).some((statement) =>
      exceptClauses(statement).some(({ types, body }) => {
        const catches = caughtBy(program, module, types) !== "nothing";
        return catches && body !== undefined && partsOf(body).at(-1)?.name !== "RaiseStatement";
      }),
    ),
  );
}

/** Whether the `__exit__` of a context manager may give something true, so that no exception leaves the block. */
export function mayGiveTrue(exit: SyntaxNode, { tree }: Module): boolean {
  return tree.all(["ReturnStatement"], exit).some((statement) => {
    const [value] = partsOf(statement).slice(1);
    return value !== undefined && !["False", "None"].includes(tree.text(value));
  });
}
