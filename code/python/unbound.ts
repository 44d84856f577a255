import { ancestorsOf, type SyntaxNode } from "../tree";
import type { Module } from "./modules";
import { exceptClauses } from "./tree";

/** Why a name certainly has no value where it is read, though the same scope gives it one. */
export interface Unbound {
  /** It gets its value later, or is that of an exception, which Python deletes at the end of its clause. */
  readonly why: "later" | "exception";
  /** Where the name is given a value, or the clause of the exception is. */
  readonly at: SyntaxNode;
  /** Whether the name is read in a function, and not at the top of the module. */
  readonly isLocal: boolean;
}

/**
 * Whether nothing that runs before a read can have given the name a value: what does so stands further down, or is an exception
 * clause that has ended. Where a loop, a nested scope or `global` is involved, this is not certain.
 * @param use a read that ruff takes for undefined
 * @param mentions what says the name, besides the reads that ruff takes for undefined
 */
export function unboundAt(module: Module, use: SyntaxNode, mentions: readonly SyntaxNode[]): Unbound | undefined {
  const scope = scopeOf(use);
  if (scope === undefined || module.rebound.has(module.tree.text(use)) || isBorne(module, use)) return undefined;
  const others = mentions.filter((node) => bindsIn(node, scope));
  const clauses = others.map((node) => endedClause(module, node, use));
  const later = others.filter((_, index) => clauses[index] === undefined);
  if (!later.every((node) => comesLater(node, use)) || later.some((node) => isInLoopWith(node, use, scope)))
    return undefined;
  const [clause] = clauses.filter((found) => found !== undefined);
  // `n += 1` reads what it assigns.
  const at = clause ?? later.find(isTarget) ?? (isTarget(use) ? use : undefined);
  return at && { why: clause === undefined ? "later" : "exception", at, isLocal: scope.name === "FunctionDefinition" };
}

const SCOPE = /^(?:FunctionDefinition|LambdaExpression|ClassDefinition|.*Comprehension.*)$/;

/** The function that a node is run by, or the module; undefined where it is in the head of a function, or in another scope. */
function scopeOf(node: SyntaxNode): SyntaxNode | undefined {
  let below = node;
  for (const above of ancestorsOf(node)) {
    // A generator as the only argument of a call.
    if (above.name === "ArgList" && above.getChild("for") !== null) return undefined;
    if (SCOPE.test(above.name)) return above.name === "FunctionDefinition" && below.name === "Body" ? above : undefined;
    if (above.parent === null) return above;
    below = above;
  }
  return undefined;
}

/** Whether a mention of a name may give it a value in a scope: the name of a nested function or class does, what is in it does not. */
function bindsIn(node: SyntaxNode, scope: SyntaxNode): boolean {
  if (node.from < scope.from || node.to > scope.to) return false;
  for (let at = node; at.parent !== null && at.from >= scope.from; at = at.parent) {
    const { parent } = at;
    if (isSame(parent, scope)) return at.name !== "VariableName" || scope.name !== "FunctionDefinition";
    const isName = at.from === node.from && at.name === "VariableName";
    if (/^(?:FunctionDefinition|ClassDefinition)$/.test(parent.name) && !isName) return false;
    if (parent.name === "LambdaExpression") return false;
    // `:=` gives the name a value outside of a comprehension.
    if (/Comprehension/.test(parent.name)) return isWalrus(node);
  }
  return true;
}

function isWalrus({ parent, nextSibling }: SyntaxNode): boolean {
  return parent?.name === "NamedExpression" && nextSibling !== null;
}

/** The name in a clause of an exception that a mention belongs to, and that has ended before a read. */
function endedClause({ tree }: Module, node: SyntaxNode, use: SyntaxNode): SyntaxNode | undefined {
  for (const above of ancestorsOf(node)) {
    if (above.name !== "TryStatement") continue;
    const clause = exceptClauses(above).find(({ name, body }) => {
      const isOfName = name !== undefined && tree.text(name) === tree.text(use);
      return isOfName && name.from <= node.from && node.to <= (body?.to ?? 0) && (body?.to ?? 0) <= use.from;
    });
    if (clause !== undefined) return clause.name;
  }
  return undefined;
}

/** Whether what gives a name its value runs after a read: it stands further down, or is what the read is assigned to. */
function comesLater(node: SyntaxNode, use: SyntaxNode): boolean {
  const statement = statementOf(use);
  if (statement !== undefined && isSame(statementOf(node) ?? node, statement)) {
    const last = statement.getChildren("AssignOp").at(-1);
    return statement.name === "AssignStatement" && last !== undefined && node.to <= last.from && last.to <= use.from;
  }
  return node.from > use.from;
}

/** Whether a mention of a name gives it a value. */
export function isTarget(node: SyntaxNode): boolean {
  let at = node;
  while (at.parent !== null && TARGETS.has(at.parent.name)) at = at.parent;
  const last = at.parent?.getChildren("AssignOp").at(-1);
  switch (at.parent?.name) {
    case "AssignStatement":
      return last !== undefined && at.to <= last.from;
    case "UpdateStatement":
      return at.prevSibling === null;
    case "ForStatement":
    case "WithStatement":
      return at.prevSibling?.name === "for" || at.prevSibling?.name === "as";
    case "NamedExpression":
      return isWalrus(node);
    default:
      return DEFINITIONS.has(at.parent?.name ?? "");
  }
}

/** Expressions that take a value apart, where they are assigned to. */
const TARGETS: ReadonlySet<string> = new Set(["ArrayExpression", "ParenthesizedExpression", "TupleExpression"]);
const DEFINITIONS: ReadonlySet<string> = new Set(["ClassDefinition", "FunctionDefinition", "ImportStatement"]);

function statementOf(node: SyntaxNode): SyntaxNode | undefined {
  return [...ancestorsOf(node)].find(({ name }) => /Statement$|Definition$|^Script$/.test(name));
}

/** Whether a loop may come back to a read after the name was given a value. */
function isInLoopWith(node: SyntaxNode, use: SyntaxNode, scope: SyntaxNode): boolean {
  const isAround = ({ from, to }: SyntaxNode) => from >= scope.from && from <= node.from && node.to <= to;
  return [...ancestorsOf(use)].some((above) => /^(?:For|While)Statement$/.test(above.name) && isAround(above));
}

/** Whether a `try` around a read expects that the name has no value: a clause for all errors gives it one, or it is tested. */
function isBorne({ tree }: Module, use: SyntaxNode): boolean {
  const name = tree.text(use);
  let below = use;
  for (const above of ancestorsOf(use)) {
    if (above.name === "TryStatement" && below.name === "Body" && isSame(above.getChild("Body") ?? above, below)) {
      const bodies = exceptClauses(above).flatMap(({ body }) => body ?? []);
      if (bodies.some((body) => tree.all(["VariableName"], body).some((node) => tree.text(node) === name))) return true;
    }
    below = above;
  }
  return false;
}

function isSame(a: SyntaxNode, b: SyntaxNode): boolean {
  return a.from === b.from && a.to === b.to && a.name === b.name;
}
