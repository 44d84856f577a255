import { assign, bind, spoil } from "./assignments";
import { callOfBundler } from "./bundles";
import { perhaps } from "./calls";
import { type Frame, scopeOf } from "./frames";
import { listOf, objectOf } from "./objects";
import type { Run } from "./run";
import {
  type Arguments,
  choice,
  either,
  FALSE,
  type FunctionValue,
  madeOf,
  NULL,
  UNKNOWN,
  type Value,
  valuesIn,
} from "./values";

/** Walks an own function with its arguments. */
export function invoke(run: Run, called: FunctionValue, args: Arguments, isHandler = false): Value {
  const { definition, scope, self } = called;
  if (called.isWrapped && !isHandler) {
    perhaps(run, called, [], "unclear", UNKNOWN);
    return madeOf(valuesIn(args));
  }
  const bundled = run.isPython ? undefined : callOfBundler(run, definition, args);
  if (bundled !== undefined) return bundled;
  if (run.open.has(definition) || !run.enter(definition)) {
    for (const value of args.positional) if (value.kind === "object") spoil(run, value, args.positional);
    return (valuesIn(args).length === 0 ? run.given(called) : undefined) ?? madeOf(valuesIn(args));
  }
  const own = scopeOf(scope.module, scope, { class: scope.class, self });
  const frame: Frame = { scope: own, returns: [], yields: [], base: run.guards, isHandler };
  const [outerEnds, statementGuards] = [run.loopEnds, run.guards];
  run.open.add(definition);
  run.loopEnds = [];
  const loops = run.loops;
  run.loops = [];
  const isLast = run.isLastStatement;
  run.isLastStatement = isHandler;
  bindParameters(run, called, args, frame);
  const exit = run.block(definition.body, frame);
  run.loopEnds = outerEnds;
  run.loops = loops;
  run.isLastStatement = isLast;
  run.open.delete(definition);
  run.guards = statementGuards;
  if (exit.raises !== FALSE)
    run.raised = either(run.raised, choice(run.conditionSince(run.statementGuards), exit.raises, FALSE));
  if (definition.isGenerator && !called.isAwaited) return generated(frame, args);
  const given = frame.returns.reduceRight<Value>((rest, { condition, value }) => choice(condition, value, rest), NULL);
  if (valuesIn(args).length === 0) run.gives(called, given);
  return given;
}

/** The values of a generator in order. Little is known if it handles exceptions in between. */
function generated({ yields, returns }: Frame, args: Arguments): Value {
  const all = madeOf([...valuesIn(args), ...[...yields, ...returns].map(({ value }) => value)]);
  if (yields.length === 0 || yields.some(({ isCaught }) => isCaught)) return all;
  return { ...listOf([], all), others: yields.map(({ value }) => [UNKNOWN, value] as const) };
}

function bindParameters(run: Run, { definition, self }: FunctionValue, args: Arguments, frame: Frame): void {
  const positional = [...args.positional];
  const keywords = new Map(args.keywords);
  const names = frame.scope.names;
  if (run.isPython && self !== undefined) positional.unshift(self);
  // An arrow function in a field of a class uses the instance's `this`.
  const hasThis = !run.isPython && (self !== undefined || !definition.isArrow);
  if (hasThis) names.set("this", { value: self ?? UNKNOWN });
  for (const { target, standard, rest } of definition.parameters) {
    const name = target.kind === "name" ? target.name : "";
    if (rest === "items") {
      assign(run, target, listOf(positional.splice(0), args.isOpen ? madeOf(args.positional) : NULL), frame, true);
      continue;
    }
    if (rest === "keywords") {
      bind(
        run,
        name,
        objectOf("dictionary", keywords, args.isOpen ? madeOf(args.positional) : NULL),
        frame.scope,
        target,
        true,
      );
      continue;
    }
    const given = keywords.get(name) ?? positional.shift();
    keywords.delete(name);
    const isMissing = given === undefined || (given.kind === "constant" && given.value === null && !run.isPython);
    const fallback = () =>
      standard === undefined
        ? run.isPython || args.isOpen
          ? madeOf(args.positional)
          : NULL
        : run.evaluate(standard, frame);
    assign(run, target, isMissing ? fallback() : given, frame, true);
  }
}
