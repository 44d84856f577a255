import { assign } from "./assignments";
import { asTest } from "./conditions";
import { after, type Exit, GOES_ON } from "./exits";
import type { Frame } from "./frames";
import { itemOf } from "./members";
import { textsIn } from "./objects";
import { noteComparison } from "./reads";
import type { Run } from "./run";
import type { Case, StatementOf } from "./syntax";
import { either, equal, FALSE, madeOf, TRUE, type Value } from "./values";

const MAX_CASES = 40;

export function cases(
  run: Run,
  subject: Value,
  [first, ...rest]: readonly Case[],
  isLoop: boolean | undefined,
  frame: Frame,
  depth = 0,
): Exit {
  if (first === undefined) return GOES_ON;
  const { tests, targets, body } = first;
  const values = tests.map((test) => {
    if (test.kind === "other") return madeOf([subject]);
    const value = run.evaluate(test, frame);
    noteComparison(run, subject, value, { node: test, frame });
    return equal(subject, value);
  });
  // The default case may come before others.
  const isForAll = tests.length === 0 && rest.length === 0;
  const test = isForAll ? TRUE : tests.length === 0 || depth > MAX_CASES ? madeOf([subject]) : values.reduce(either);
  const exit = run.branch(
    test,
    () => {
      for (const target of targets) assign(run, target, madeOf([subject]), frame, true);
      return run.block(body, frame);
    },
    () => cases(run, subject, rest, false, frame, depth + 1),
  );
  return isLoop ? { ...exit, jumps: FALSE } : exit;
}

export function loop(run: Run, node: StatementOf<"loop">, frame: Frame): Exit {
  const over = run.evaluate(node.over, frame);
  const isEndless = node.target === undefined && over.kind === "constant" && over.value === true;
  if (node.target === undefined && over.kind === "constant" && !over.value && !node.isDo)
    return run.block(node.otherwise ?? [], frame);
  const texts = node.target === undefined ? [] : textsIn(over);
  if (texts.length > 0 && !run.isUnrolled)
    return after(rounds(run, node, texts, frame), run.block(node.otherwise ?? [], frame));
  const kind = node.target === undefined ? ("test" as const) : ("loop" as const);
  const value = node.target === undefined ? madeOf([over]) : asTest(run, over);
  const exit = run.round(
    { kind, value: isEndless || node.isDo ? TRUE : value, holds: true, otherwiseFails: false },
    () => {
      if (node.target !== undefined) assign(run, node.target, itemOf(run, over), frame, true);
      return run.block(node.body, frame);
    },
  );
  const certainly = isEndless && exit.jumps === FALSE;
  const perhaps = (condition: Value) =>
    condition === FALSE || certainly ? condition : madeOf([over, condition, UNKNOWN_TEST]);
  const left = { returns: perhaps(exit.returns), raises: perhaps(exit.raises), jumps: FALSE, fails: exit.fails };
  return after(left, run.block(node.otherwise ?? [], frame));
}

/** A loop over literal texts: one round after the other. */
function rounds(run: Run, { target, body }: StatementOf<"loop">, texts: readonly Value[], frame: Frame): Exit {
  const outer = run.guards;
  let exit = GOES_ON;
  run.isUnrolled = true;
  for (const text of texts) {
    const last = run.round({ kind: "loop", value: TRUE, holds: true, otherwiseFails: false }, () => {
      if (target !== undefined) assign(run, target, text, frame, true);
      return run.block(body, frame);
    });
    exit = after(exit, last);
    if (!run.guardRest(last)) break;
  }
  run.isUnrolled = false;
  run.guards = outer;
  return { ...exit, jumps: FALSE };
}

/** Makes an unknown condition. */
export const UNKNOWN_TEST: Value = { kind: "external", name: "" };
