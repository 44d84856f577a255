import { words } from "../../kit/words";
import type { Place } from "../lines";
import { ancestorsOf, type SyntaxNode } from "../tree";
import type { NodeTree } from "./tree";

/** A `catch` that goes on without the error that it caught. */
export interface SilentCatch extends Place {
  /** The name of the error; undefined if it has none. */
  readonly error: string | undefined;
}

/**
 * The clauses of a file that neither throw nor pass the error on, be it to a log: they take the message out of it, or answer with a
 * server error or a failed record. What answers with a status of 4xx may be a check of what came in.
 */
export function silentCatches(tree: NodeTree): readonly SilentCatch[] {
  if (!tree.sound) return [];
  return tree.all(["CatchClause"]).flatMap((clause): readonly SilentCatch[] => {
    const body = clause.getChild("Block");
    const target = clause.getChild("VariableDefinition");
    const isPattern = target === null && clause.getChild("(") !== null;
    if (body === null || isPattern || DELIBERATE.test(tree.text(clause).slice(0, MOST_CHARACTERS))) return [];
    if (tree.all(["ThrowStatement"], body).length > 0) return [];
    const statuses = tree.all(["Number"], body).map((node) => tree.text(node));
    if (statuses.some((text) => /^4\d\d$/.test(text))) return [];
    const error = target === null ? undefined : tree.text(target);
    const names = tree.all(["VariableName", "PropertyDefinition", "PropertyName"], body);
    const uses = names.filter((node) => node.name !== "PropertyName" && tree.text(node) === error);
    if (!uses.every((use) => isOfMessage(tree, use))) return [];
    const fails =
      statuses.some((text) => /^5\d\d$/.test(text)) || names.some((node) => tree.text(node) === "batchItemFailures");
    return uses.length > 0 || fails ? [{ ...tree.place(clause), error }] : [];
  });
}

/** The longest part of a clause in which comments are looked for. */
const MOST_CHARACTERS = 1_000;

/** Whether a use of an error takes its message or name, outside of a condition. */
function isOfMessage(tree: NodeTree, { parent, nextSibling }: SyntaxNode): boolean {
  const key = parent?.name === "MemberExpression" && nextSibling !== null ? parent.getChild("PropertyName") : null;
  if (parent === null || key === null || !/^(?:message|name|code)$/.test(tree.text(key))) return false;
  // A sum is no condition.
  return ![...ancestorsOf(parent)].some((node) => CONDITIONS.has(node.name) && !node.getChild("ArithOp"));
}

const CONDITIONS = words("BinaryExpression ConditionalExpression IfStatement SwitchStatement");

/** Comments that say that it is intended. */
const DELIBERATE = /\b(?:eslint-disable|deliberate|intentional|ignore)/i;
