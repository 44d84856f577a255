import { append } from "../../kit/groups";
import { countBelow } from "../lines";
import { ancestorsOf, childrenOf, type SyntaxNode } from "../tree";
import type { Module } from "./modules";
import { exceptClauses, isKeyword } from "./tree";
import { isBorne, isTarget, scopeOf } from "./unbound";

/** A name of a function that is read where it certainly has no value any more, which ruff sees in straight code alone. */
export interface GoneName {
  readonly name: string;
  readonly use: SyntaxNode;
  readonly why: "deleted" | "exception";
  /** Where it is deleted, or the name of the exception in its clause. */
  readonly at: SyntaxNode;
}

/** The first of what is read behind each `del`, and behind each clause of an exception that goes on, in the same block. */
export function goneNames(module: Module): readonly GoneName[] {
  const { tree, rebound } = module;
  if (!/\bdel\b|\bexcept\b/.test(tree.source) || /\b(?:NameError|UnboundLocalError)\b/.test(tree.source)) return [];
  const byName = new Map<string, SyntaxNode[]>();
  for (const node of tree.all(["VariableName"])) if (!isKeyword(node)) append(byName, tree.text(node), node);
  const starts = new Map([...byName].map(([name, nodes]) => [name, nodes.map(({ from }) => from)]));
  const gone = (at: SyntaxNode, statement: SyntaxNode, why: GoneName["why"]): readonly GoneName[] => {
    const name = tree.text(at);
    const index = countBelow(starts.get(name) ?? [], statement.to);
    const [use, next] = byName.get(name)?.slice(index, index + 2) ?? [];
    const block = statement.parent;
    if (use === undefined || block?.name !== "Body" || use.to > block.to || rebound.has(name)) return [];
    const scope = scopeOf(at);
    const isHere = scope?.name === "FunctionDefinition" && scopeOf(use)?.from === scope.from;
    // A later round of a loop may find what this one has given the name.
    const loop = [...ancestorsOf(use)].findLast((above) => LOOP.test(above.name) && above.from >= statement.to);
    const isAgain = loop !== undefined && next !== undefined && next.to <= loop.to;
    return isHere && !isAgain && isRead(use) && !isBorne(module, use) ? [{ name, use, why, at }] : [];
  };
  const deleted = tree.all(["DeleteStatement"]).flatMap((statement) => {
    return statement.getChildren("VariableName").flatMap((at) => gone(at, statement, "deleted"));
  });
  const caught = tree.all(["TryStatement"]).flatMap((statement) =>
    exceptClauses(statement).flatMap(({ name, body }) => {
      const goesOn =
        name !== undefined && body !== undefined && childrenOf(body).every((child) => isPassed(tree, child));
      return goesOn ? gone(name, statement, "exception") : [];
    }),
  );
  return [...deleted, ...caught];
}

/** Whether a mention of a name needs its value. */
function isRead(node: SyntaxNode): boolean {
  if (isTarget(node)) return false;
  for (const { name } of ancestorsOf(node)) {
    if (NO_READS.test(name)) return false;
    if (/Statement$/.test(name)) return true;
  }
  return false;
}

const LOOP = /^(?:For|While)Statement$/;
const NO_READS = /^(?:DeleteStatement|ScopeStatement|ImportStatement|ParamList|TypeDef)$|Pattern$/;

/** Whether code certainly goes on behind a statement of a clause: what calls something else may raise. */
function isPassed(tree: Module["tree"], statement: SyntaxNode): boolean {
  switch (statement.name) {
    case "ExpressionStatement": {
      const [only] = childrenOf(statement);
      return only?.name === "String" || RECORDS.test(tree.text(statement).slice(0, 200));
    }
    case "StatementGroup":
      return childrenOf(statement).every((child) => isPassed(tree, child));
    default:
      return (
        !/Statement$|Definition$/.test(statement.name) || /^(?:Assign|Update|Pass|Print)Statement$/.test(statement.name)
      );
  }
}

/** What writes something down, or keeps it. */
const RECORDS =
  /^(?:print|(?:\w+\.)*(?:log(?:ger|ging)?|_log(?:ger)?|LOG(?:GER)?)\.\w+|traceback\.print_exc|(?:\w+\.)*\w+\.append)\s*\(/;
