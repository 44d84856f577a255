import { step } from "../../kit/budget";
import { words } from "../../kit/words";
import { changeEvent, spoil } from "./assignments";
import { callKnown } from "./builtins";
import { make } from "./classes";
import { distribute } from "./conditions";
import { type Exit, GOES_ON } from "./exits";
import type { Site } from "./frames";
import type { Guard } from "./guards";
import { itemOf, lookUpMember } from "./members";
import { listOf } from "./objects";
import type { Run } from "./run";
import {
  type Arguments,
  type ExternalValue,
  type FunctionValue,
  leavesOf,
  madeOf,
  UNKNOWN,
  type Value,
  valuesIn,
} from "./values";

// Calls

export function call(run: Run, called: Value, args: Arguments, site: Site): Value {
  step();
  switch (called.kind) {
    case "function":
      return run.invoke(called, args);
    case "class":
      return make(run, called, args);
    case "choice":
    case "default": {
      if (leavesOf(called).length > 0) return distribute(run, called, (one) => call(run, one, args, site));
      return madeOf([called, ...valuesIn(args)]);
    }
    case "object": {
      const method = called.class && lookUpMember(called, "__call__");
      return method === undefined ? unknownCall(run, called, "", args, site) : call(run, method, args, site);
    }
    case "external":
      return callExternal(run, called, args, site);
    case "constant":
      return UNKNOWN;
    default:
      return unknownCall(run, called, "", args, site);
  }
}

function callExternal(run: Run, called: ExternalValue, args: Arguments, site: Site): Value {
  const known = callKnown(run, called, args, site);
  if (known !== undefined) return known;
  const given = valuesIn(args);
  const records = given.find((value) => value.kind !== "function");
  const isAtOnce = CALL_AT_ONCE.has(called.name);
  const isForEach = records !== undefined && (isAtOnce || FOR_EACH.test(called.name));
  for (const [index, value] of given.entries()) {
    const others = isForEach ? [itemOf(run, records)] : HAND_ON.test(called.name) ? given.slice(index + 1) : [];
    if (value.kind === "function") perhaps(run, value, others, isAtOnce ? "loop" : "unclear", called);
  }
  if (site.isStatement && !isRecorder(called.name)) mayChange(run, given);
  return { kind: "external", name: `${called.name}()`, from: { name: called.name, args, from: called.from } };
}

/** Methods of thread pools: those that call a function for each item, and those that pass on the arguments. */
const [FOR_EACH, HAND_ON] = [/\.(?:i?map|imap_unordered)$/, /\.(?:submit|to_thread|run_in_executor)$/];

const CALL_AT_ONCE: ReadonlySet<string> = new Set(["filter", "list", "map", "max", "min", "next", "sorted"]);

export function unknownCall(run: Run, called: Value, name: string, args: Arguments, site: Site): Value {
  const given = valuesIn(args);
  for (const value of given) if (value.kind === "function") perhaps(run, value, [], "unclear", called);
  if (site.isStatement && !isRecorder(name)) mayChange(run, given);
  return madeOf([called, ...given]);
}

/** Parts of names of functions that only log an event. */
const RECORDERS = /log|print|trac|metric|json|sentry|xray|audit|debug|annotat|metadata|info|warn|error|console/i;

export function isRecorder(name: string): boolean {
  return RECORDERS.test(name);
}

/** A call whose result is unused may change its arguments. */
function mayChange(run: Run, given: readonly Value[]): void {
  for (const value of given) {
    if (value.kind === "event" && value.path.length < 2)
      changeEvent(run, value.path, madeOf([value, { kind: "event", path: [] }]));
    else spoil(run, value, given);
  }
}

/** Methods and functions that call their argument for each item. */
export const CALL_BACK = words("map forEach filter find findIndex some every flatMap reduce sort");

/** Walks the functions among a call's arguments, which the callee may call. */
export function callBack(run: Run, name: string, args: Arguments, item: Value): Value {
  const given = valuesIn(args);
  const results = given.flatMap((value) =>
    value.kind === "function" ? [perhaps(run, value, [item], "loop", item)] : [],
  );
  if (results.length === 0) return madeOf([item, ...given]);
  const others = name === "map" ? results.map((result) => [UNKNOWN, result] as const) : undefined;
  return { ...listOf([], madeOf([item, ...results])), others };
}

/** Walks a function that may be called. */
export function perhaps(
  run: Run,
  value: FunctionValue,
  given: readonly Value[],
  kind: Guard["kind"],
  reason: Value,
): Value {
  let result = UNKNOWN;
  const [raised, caught] = [run.raised, run.caught];
  // Unknown code may handle exceptions.
  if (kind === "unclear") run.caught = "suppresses";
  run.perhaps({ kind, value: madeOf([reason]), holds: true, otherwiseFails: false }, (): Exit => {
    result = run.invoke({ ...value, isWrapped: false }, { positional: [...given], keywords: new Map(), isOpen: true });
    return GOES_ON;
  });
  run.raised = raised;
  run.caught = caught;
  return result;
}

/** `new` of JavaScript. The result is unknown unless it is a class. */
export function instantiate(run: Run, called: Value, args: Arguments, site: Site): Value {
  const isKnown = called.kind === "class" || called.kind === "external";
  return isKnown ? call(run, called, args, site) : unknownCall(run, called, "", args, site);
}
