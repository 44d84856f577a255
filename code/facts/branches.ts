import { assign } from "./assignments";
import { asTest } from "./conditions";
import { after, combine, type Exit, GOES_ON } from "./exits";
import type { Frame } from "./frames";
import { itemOf } from "./members";
import { textsIn } from "./objects";
import { noteComparison } from "./reads";
import type { Run } from "./run";
import type { Case, StatementOf } from "./syntax";
import { choice, either, equal, FALSE, madeOf, TRUE, type Value } from "./values";

const MAX_CASES = 40;

export function cases(
  run: Run,
  subject: Value,
  all: readonly Case[],
  isLoop: boolean | undefined,
  frame: Frame,
  depth = 0,
): Exit {
  const [first, ...rest] = all;
  if (first === undefined) return GOES_ON;
  if (depth > MAX_CASES) return alternatives(run, subject, all, frame);
  const values = comparisons(run, subject, first, frame);
  const test = isForAll(first, rest) ? TRUE : values.length === 0 ? madeOf([subject]) : values.reduce(either);
  const exit = run.branch(
    test,
    () => caseBody(run, subject, first, frame),
    () => cases(run, subject, rest, false, frame, depth + 1),
  );
  return isLoop ? { ...exit, jumps: FALSE } : exit;
}

/** The remaining cases of a long list: each may run, whatever the others do. Nested cases would take quadratic time. */
function alternatives(run: Run, subject: Value, all: readonly Case[], frame: Frame): Exit {
  const test = madeOf([subject]);
  const guard = { kind: "test", value: test, holds: true, otherwiseFails: false } as const;
  const exits = all.map((each) => {
    comparisons(run, subject, each, frame);
    return run.perhaps(guard, () => caseBody(run, subject, each, frame));
  });
  const isComplete = all.slice(-1).every((last) => isForAll(last, []));
  return (isComplete ? exits : [...exits, GOES_ON]).reduce((left, right) =>
    combine(left, right, (one, other) => choice(test, one, other)),
  );
}

/** Whether the subject equals each of a case's tests. */
function comparisons(run: Run, subject: Value, { tests }: Case, frame: Frame): readonly Value[] {
  return tests.map((test) => {
    if (test.kind === "other") return madeOf([subject]);
    const value = run.evaluate(test, frame);
    noteComparison(run, subject, value, { node: test, frame });
    return equal(subject, value);
  });
}

/** Whether a case is the default. It may also come before others, which it then does not include. */
function isForAll({ tests }: Case, rest: readonly Case[]): boolean {
  return tests.length === 0 && rest.length === 0;
}

function caseBody(run: Run, subject: Value, { targets, body }: Case, frame: Frame): Exit {
  for (const target of targets) assign(run, target, madeOf([subject]), frame, true);
  return run.block(body, frame);
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
