import { step } from "../../kit/budget";
import type { Span } from "../tree";
import { callOfBundler } from "./bundles";
import { assign, asTest, bind, changeEvent, eitherOf, evaluate, noteComparison, spoil } from "./expressions";
import type { EventRead } from "./facts";
import type { Guard, Guards } from "./guards";
import { callKnown, environmentRead, isEnvironment, isRecorder, PLAIN_DECORATORS, TEXT_METHODS } from "./known";
import { submodule } from "./modules";
import { type Exit, type Frame, GOES_ON, type Run, scopeOf } from "./run";
import { block } from "./statements";
import type { Expression } from "./syntax";
import {
  type Arguments,
  asCondition,
  type ClassValue,
  choice,
  constant,
  type ExternalValue,
  either,
  equal,
  FALSE,
  type FunctionValue,
  itemsOf,
  joined,
  leavesOf,
  listOf,
  MAX_LEAVES,
  madeOf,
  NO_ARGUMENTS,
  NULL,
  type ObjectValue,
  objectOf,
  orDefault,
  TRUE,
  textOf,
  UNKNOWN,
  type Value,
} from "./values";

/** Where something is read or called. */
export interface Site {
  readonly node: Span;
  readonly frame: Frame;
  /** Whether nobody takes what it gives. */
  readonly isStatement?: boolean;
}

/** Longest path of the event that is followed, and most classes above a class. */
const [MAX_PATH, MAX_BASES] = [12, 10];

// Members

/** What a value has under a key or as an attribute. */
export function memberOfValue(
  run: Run,
  base: Value,
  key: Value,
  site: Site & { readonly isAttribute: boolean },
): Value {
  step();
  const name = key.kind === "constant" && key.value !== null ? String(key.value) : undefined;
  const { node, frame, isAttribute } = site;
  switch (base.kind) {
    case "event":
      return memberOfEvent(run, base.path, key, site);
    case "choice":
    case "default":
      return distribute(run, base, (one) => memberOfValue(run, one, key, site));
    case "environment":
      if (!run.isPython) environmentRead(run, base.name, site, { needs: true });
      return madeOf([base]);
    case "external":
      if (isEnvironment(base.name)) {
        const needs = run.isPython;
        const several = key.kind === "choice" ? leavesOf(key) : [];
        if (several.length > 0)
          return madeOf(several.map((each) => environmentRead(run, textOf(each), site, { needs })));
        if (!isAttribute || !run.isPython) return environmentRead(run, name, site, { needs });
      }
      return name === undefined ? madeOf([base, key]) : { ...base, name: nameIn(run, base.name, name) };
    case "object":
    case "class":
      return memberOfObject(run, base, key, name, site);
    case "text":
    case "other":
      return madeOf([base, key]);
    case "constant":
      if (base.value === null) needValueOfGuard(run, node, frame);
      return UNKNOWN;
    default:
      return UNKNOWN;
  }
}

/** Modules of Node.js have two names, and default exports are what the module is. */
function nameIn(run: Run, base: string, name: string): string {
  return !run.isPython && name === "default" ? base : `${base}.${name}`;
}

/** None has no attributes: what was looked for before and not found is needed here. */
function needValueOfGuard(run: Run, node: Span, frame: Frame): void {
  const guard = run.guards?.guard;
  const tested = guard?.kind === "test" ? guard.value : undefined;
  if (tested?.kind === "event" && guard?.holds === false)
    run.readEvent(frame.scope, node, tested.path, "value", tested);
}

function memberOfEvent(
  run: Run,
  path: readonly string[],
  key: Value,
  { node, frame, isAttribute }: Site & { readonly isAttribute: boolean },
): Value {
  const whole: Value = { kind: "event", path };
  if (run.isPython && isAttribute) return madeOf([whole]);
  if (path.length > 0 && !isList(path)) run.readEvent(frame.scope, node, path, "value", whole);
  if (key.kind !== "constant" || key.value === null || path.length >= MAX_PATH) return madeOf([whole, key]);
  const isIndex = typeof key.value === "number" || /^\d+$/.test(String(key.value));
  const next = [...path, isIndex ? "[]" : String(key.value)];
  const known = changed(run, next);
  if (known !== undefined) return known;
  run.readEvent(frame.scope, node, next, run.isPython && !isIndex ? "key" : "no", { kind: "event", path: next });
  return { kind: "event", path: next };
}

/** Of an item of a list, there is always something. */
function isList(path: readonly string[]): boolean {
  return path.at(-1) === "[]";
}

/** What the code has put at a path of the event; undefined where that is as it came. */
function changed(run: Run, path: readonly string[]): Value | undefined {
  if (run.changes.size === 0) return undefined;
  for (let length = path.length; length >= 0; length--) {
    const value = run.changes.get(path.slice(0, length).join("\0"))?.value;
    const isAsItCame = value === undefined || (value.kind === "event" && value.path.length === length && length === 0);
    if (!isAsItCame && value !== undefined)
      return length === path.length ? value : madeOf([value, { kind: "event", path }]);
  }
  return undefined;
}

function memberOfObject(
  run: Run,
  base: ObjectValue | ClassValue,
  key: Value,
  name: string | undefined,
  site: Site & { readonly isAttribute: boolean },
): Value {
  const rest = base.kind === "object" ? base.rest.value : NULL;
  if (name === undefined) {
    // Any of what it has.
    if (base.kind !== "object" || base.what === "instance" || base.what === "module") return madeOf([base, key]);
    const [first] = base.what === "dictionary" ? base.members.keys() : [];
    if (first !== undefined) noteComparison(run, key, constant(first), site.node, site.frame);
    return anyOf(
      [...base.members.values()].map((cell) => cell.value),
      madeOf([key, rest]),
    );
  }
  if (
    run.isPython &&
    site.isAttribute &&
    base.kind === "object" &&
    (base.what === "dictionary" || base.what === "list")
  )
    return madeOf([base]);
  const found = lookUpMember(base, name);
  if (found !== undefined) {
    return propertyOf(run, found);
  }
  if (base.kind === "object" && base.what === "module") return submodule(run, base, name, site) ?? UNKNOWN;
  if (rest.kind === "event") return memberOfEvent(run, rest.path, key, site);
  const isKnown = base.kind === "object" && base.what !== "instance" && rest === NULL;
  if (isKnown && run.isPython) needValueOfGuard(run, site.node, site.frame);
  return isKnown && !run.isPython ? NULL : madeOf([rest]);
}

/** What a property has: of one with a getter, what that gives. */
export function propertyOf(run: Run, found: Value): Value {
  if (found.kind !== "function" || found.self === undefined) return found;
  return found.isGetter || found.definition.member === "getter" ? invoke(run, found, NO_ARGUMENTS) : found;
}

/** An attribute of an instance or class, or an entry of a dictionary; methods are bound. */
function lookUpMember(base: ObjectValue | ClassValue, name: string): Value | undefined {
  const own = base.kind === "class" ? undefined : base.members.get(name)?.value;
  const made = base.kind === "class" ? base : base.class;
  if (own !== undefined || made === undefined) return own;
  const found = inClass(made, name);
  if (found?.kind !== "function") return found;
  if (found.definition.member === "class") return { ...found, self: made };
  if (base.kind === "class") return found;
  return found.definition.member === "static" ? found : { ...found, self: base.actual ?? base };
}

function inClass(start: ClassValue, name: string): Value | undefined {
  const open: Value[] = [start];
  for (let left = MAX_BASES; left > 0; left--) {
    const next = open.shift();
    if (next?.kind !== "class") continue;
    const found = next.members.get(name)?.value;
    if (found !== undefined) return found;
    open.push(...next.bases);
  }
  return undefined;
}

function anyOf(values: readonly Value[], test: Value): Value {
  const [first = UNKNOWN, ...rest] = values.slice(0, MAX_LEAVES * 4);
  return rest.reduce((one, other) => choice(test, one, other), first);
}

/** Does something with each of what a value may be, on the condition on which it is that. */
function distribute(run: Run, value: Value, act: (one: Value) => Value, left = { leaves: MAX_LEAVES }): Value {
  if (value.kind !== "choice" && value.kind !== "default") return act(value);
  if (leavesOf(value).length === 0) return madeOf([value]);
  if (value.kind === "choice")
    return eitherOf(
      run,
      value.test,
      () => distribute(run, value.yes, act, left),
      () => distribute(run, value.otherwise, act, left),
    );
  return eitherOf(
    run,
    asTest(run, value.value),
    () => distribute(run, value.value, act, left),
    () => distribute(run, value.standard, act, left),
  );
}

/** Any item of what is gone through. */
export function itemOf(run: Run, value: Value): Value {
  const items = itemsOf(value);
  if (items !== undefined) return items.length === 0 ? UNKNOWN : anyOf(items, UNKNOWN);
  if (value.kind === "event" && value.path.length > 0 && value.path.length < MAX_PATH)
    return { kind: "event", path: [...value.path, "[]"] };
  if (value.kind === "external" && value.name === "enumerate()")
    return listOf([UNKNOWN, itemOf(run, value.from?.args.positional[0] ?? UNKNOWN)]);
  if (value.kind === "choice" && leavesOf(value).length > 0)
    return choice(value.test, itemOf(run, value.yes), itemOf(run, value.otherwise));
  if (value.kind === "default") return itemOf(run, value.value);
  return madeOf([value]);
}

/** Whether something has a key or an item. */
export function hasMember(run: Run, container: Value, item: Value, site: Site): Value {
  const name = textOf(item);
  switch (container.kind) {
    case "event": {
      if (name === undefined) return madeOf([container, item, { kind: "has", path: container.path }]);
      const path = [...container.path, name];
      const known = changed(run, path);
      if (known !== undefined) return known.kind === "event" || known.kind === "other" ? madeOf([known]) : TRUE;
      run.readEvent(site.frame.scope, site.node, path, "no", { kind: "event", path });
      return { kind: "has", path };
    }
    case "choice":
    case "default":
      return distribute(run, container, (one) => hasMember(run, one, item, site));
    case "object": {
      if (container.what === "dictionary" && name !== undefined) {
        const member = container.members.get(name)?.value;
        // What one branch has put there may not be there.
        if (member !== undefined)
          return member === NULL || member.kind === "choice" ? madeOf([container, member]) : TRUE;
        return container.rest.value === NULL ? FALSE : madeOf([container]);
      }
      const items = itemsOf(container);
      if (items === undefined || items.length > MAX_LEAVES) return madeOf([container, item]);
      if (items.every((one) => textOf(one) !== undefined))
        for (const one of items) noteComparison(run, item, one, site.node, site.frame);
      return items.map((one) => equal(one, item)).reduce(either, FALSE);
    }
    default:
      if (container.kind === "external" && isEnvironment(container.name) && name !== undefined) {
        environmentRead(run, name, site, { needs: false, hasFallback: true });
        return { kind: "environment", name };
      }
      return madeOf([container, item]);
  }
}

// Calls

export function call(run: Run, called: Value, args: Arguments, site: Site): Value {
  step();
  switch (called.kind) {
    case "function":
      return invoke(run, called, args);
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
    default:
      return unknownCall(run, called, "", args, site);
  }
}

function valuesIn({ positional, keywords }: Arguments): readonly Value[] {
  return [...positional, ...keywords.values()];
}

/** A method of a value: those of dictionaries, lists and texts are known. */
export function callMethod(
  run: Run,
  base: Value,
  name: string,
  args: Arguments,
  site: Site & { readonly member: Span },
): Value {
  step();
  const { node, frame } = site;
  switch (base.kind) {
    case "choice":
    case "default":
      return distribute(run, base, (one) => callMethod(run, one, name, args, site));
    case "event":
      return methodOfEvent(run, base.path, name, args, site);
    case "external":
      if (isEnvironment(base.name) && run.isPython && (name === "get" || name === "pop" || name === "setdefault")) {
        const [key, standard] = args.positional;
        return environmentRead(run, textOf(key), site, { needs: false, hasFallback: standard !== undefined, standard });
      }
      break;
    case "environment":
      environmentRead(run, base.name, site, { needs: true });
      return TEXT_METHODS.has(name) ? base : madeOf([base, ...valuesIn(args)]);
    case "constant":
      if (base.value === null) needValueOfGuard(run, node, frame);
      return methodOfConstant(base.value, name, args) ?? madeOf(valuesIn(args));
    case "object":
      if (base.what === "dictionary" || base.what === "list") {
        const found = base.members.get(name)?.value;
        if (!run.isPython && found !== undefined) return call(run, found, args, site);
        return methodOfContainer(run, base, name, args, site);
      }
      break;
    case "text":
    case "other":
      if (CALL_BACK.has(name)) return callBack(run, name, args, itemOf(run, base));
      return unknownCall(run, base, name, args, site);
    case "function":
      if (name === "call" || name === "bind" || name === "apply")
        return name === "bind" ? base : invoke(run, base, { ...args, positional: args.positional.slice(1) });
      return madeOf([base, ...valuesIn(args)]);
    default:
      break;
  }
  const member = memberOfValue(run, base, constant(name), { node: site.member, frame, isAttribute: true });
  return call(run, member, args, site);
}

function methodOfConstant(
  value: string | number | boolean | null,
  name: string,
  { positional: [first] }: Arguments,
): Value | undefined {
  if (typeof value !== "string") return undefined;
  if (name === "join") return joined(first, value);
  if (name === "lower" || name === "toLowerCase") return constant(value.toLowerCase());
  if (name === "upper" || name === "toUpperCase") return constant(value.toUpperCase());
  if (TEXT_METHODS.has(name) && first === undefined) return constant(value.trim());
  const argument = textOf(first);
  if (argument === undefined) return undefined;
  if (name === "startswith" || name === "startsWith") return constant(value.startsWith(argument));
  return name === "endswith" || name === "endsWith" ? constant(value.endsWith(argument)) : undefined;
}

function methodOfEvent(
  run: Run,
  path: readonly string[],
  name: string,
  args: Arguments,
  site: Site & { readonly member: Span },
): Value {
  const { node, frame, member } = site;
  const { scope } = frame;
  const whole: Value = { kind: "event", path };
  const [first, second] = args.positional;
  const key = textOf(first);
  const read = (needs: EventRead["needs"]): Value => {
    const next = [...path, key ?? ""];
    const known = changed(run, next);
    if (known === undefined) run.readEvent(scope, node, next, needs, { kind: "event", path: next });
    return known ?? { kind: "event", path: next };
  };
  if (path.length > 0 && !isList(path)) run.readEvent(scope, member, path, "value", whole);
  if (name === "hasOwnProperty" && key !== undefined) return hasMember(run, whole, constant(key), site);
  if (CALL_BACK.has(name)) return callBack(run, name, args, itemOf(run, whole));
  if (!run.isPython) return TEXT_METHODS.has(name) ? whole : madeOf([whole, ...args.positional]);
  switch (name) {
    case "get":
      if (key === undefined || path.length >= MAX_PATH) return madeOf([whole, ...args.positional]);
      return second === undefined ? read("no") : orDefault(read("no"), second);
    case "pop":
      if (key === undefined) return madeOf([whole]);
      return second === undefined ? read("key") : orDefault(read("no"), second);
    case "setdefault": {
      const value = key === undefined ? madeOf([whole]) : orDefault(read("no"), second ?? NULL);
      changeEvent(run, key === undefined ? path : [...path, key], value);
      return value;
    }
    case "__getitem__":
      return key === undefined ? madeOf([whole]) : read("key");
    case "keys":
    case "copy":
      return whole;
    case "update":
    case "clear":
    case "popitem":
      changeEvent(run, path, madeOf([whole, { kind: "event", path: [] }, ...valuesIn(args)]));
      return NULL;
    default:
      return TEXT_METHODS.has(name) ? whole : madeOf([whole, ...args.positional]);
  }
}

const CHANGE: ReadonlySet<string> = new Set(
  "add append clear discard extend insert pop popitem remove reverse setdefault sort update push unshift shift splice set delete fill".split(
    " ",
  ),
);

function methodOfContainer(
  run: Run,
  base: ObjectValue,
  name: string,
  args: Arguments,
  site: Site & { readonly member: Span },
): Value {
  const [first, second] = args.positional;
  const key = textOf(first);
  if (name === "get" && run.isPython && base.what === "dictionary") {
    if (first?.kind === "constant") {
      const found = base.members.get(String(first.value))?.value;
      if (found !== undefined) return found;
      if (base.rest.value === NULL) return second ?? NULL;
      if (base.rest.value.kind === "event" && key !== undefined)
        return methodOfEvent(run, base.rest.value.path, name, args, site);
    }
    const any = memberOfObject(run, base, first ?? UNKNOWN, undefined, { ...site, isAttribute: false });
    return second === undefined ? any : choice(madeOf([first ?? UNKNOWN, base.rest.value]), any, second);
  }
  if (name === "copy" || name === "keys") return base;
  if (name === "append" || name === "push") {
    run.set(base.rest, madeOf([base.rest.value, ...args.positional, ...guardValues(run.guards)]));
    // Functions that are kept are called later.
    callBack(run, name, args, UNKNOWN);
    const added = args.positional.map((value) => [UNKNOWN, value] as const);
    if ((base.others?.length ?? 0) < MAX_LEAVES) Object.assign(base, { others: [...(base.others ?? []), ...added] });
    return NULL;
  }
  const joint = name === "join" ? joined(base, key ?? ",") : undefined;
  if (joint !== undefined) return joint;
  if (name === "includes" && first !== undefined) return hasMember(run, base, first, site);
  if (CALL_BACK.has(name)) return callBack(run, name, args, itemOf(run, base));
  if (CHANGE.has(name)) spoil(run, base, valuesIn(args));
  return madeOf([base, ...valuesIn(args)]);
}

function guardValues(guards: Guards): readonly Value[] {
  const values: Value[] = [];
  for (let next = guards; next !== undefined && values.length < 4; next = next.outer)
    values.push(asCondition(next.guard.value));
  return values;
}

/** Methods and functions that call what they are given for each item. */
const CALL_BACK: ReadonlySet<string> = new Set(
  "map forEach filter find findIndex some every flatMap reduce sort".split(" "),
);

/** Walks the functions that are given to a call, which may call them. */
function callBack(run: Run, name: string, args: Arguments, item: Value): Value {
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
  // What is not there to be looked at may handle exceptions.
  if (kind === "unclear") run.caught = "bears";
  run.perhaps({ kind, value: madeOf([reason]), holds: true, otherwiseFails: false }, (): Exit => {
    result = invoke(run, { ...value, isWrapped: false }, { positional: [...given], keywords: new Map(), isOpen: true });
    return GOES_ON;
  });
  run.raised = raised;
  run.caught = caught;
  return result;
}

function unknownCall(run: Run, called: Value, name: string, args: Arguments, site: Site): Value {
  const given = valuesIn(args);
  for (const value of given) if (value.kind === "function") perhaps(run, value, [], "unclear", called);
  if (site.isStatement && !isRecorder(name)) mayChange(run, given);
  return madeOf([called, ...given]);
}

/** A call whose result nobody takes may be there to change what it is given. */
function mayChange(run: Run, given: readonly Value[]): void {
  for (const value of given) {
    if (value.kind === "event" && value.path.length < 2)
      changeEvent(run, value.path, madeOf([value, { kind: "event", path: [] }]));
    else spoil(run, value, given);
  }
}

function callExternal(run: Run, called: ExternalValue, args: Arguments, site: Site): Value {
  const known = callKnown(run, called, args, site);
  if (known !== undefined) return known;
  const given = valuesIn(args);
  const records = given.find((value) => value.kind !== "function");
  const item = CALL_AT_ONCE.has(called.name) && records !== undefined ? itemOf(run, records) : UNKNOWN;
  for (const value of given) {
    if (value.kind === "function")
      perhaps(run, value, item === UNKNOWN ? [] : [item], CALL_AT_ONCE.has(called.name) ? "loop" : "unclear", called);
  }
  if (site.isStatement && !isRecorder(called.name)) mayChange(run, given);
  return { kind: "external", name: `${called.name}()`, from: { name: called.name, args, from: called.from } };
}

const CALL_AT_ONCE: ReadonlySet<string> = new Set(["filter", "list", "map", "max", "min", "next", "sorted"]);

/** Walks one of the code's own functions, with what it is given. */
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
    return madeOf(valuesIn(args));
  }
  const own = scopeOf(scope.module, scope, { class: scope.class, self });
  const frame: Frame = { scope: own, returns: [], base: run.guards, isHandler };
  const [outerEnds, statementGuards] = [run.loopEnds, run.guards];
  run.open.add(definition);
  run.loopEnds = [];
  const isLast = run.isLastStatement;
  run.isLastStatement = isHandler;
  bindParameters(run, called, args, frame);
  const exit = block(run, definition.body, frame);
  run.loopEnds = outerEnds;
  run.isLastStatement = isLast;
  run.open.delete(definition);
  run.guards = statementGuards;
  if (exit.raises !== FALSE)
    run.raised = either(run.raised, choice(run.conditionSince(run.statementGuards), exit.raises, FALSE));
  if (definition.isGenerator) return madeOf([...valuesIn(args), ...frame.returns.map(({ value }) => value)]);
  return frame.returns.reduceRight<Value>((rest, { condition, value }) => choice(condition, value, rest), NULL);
}

function bindParameters(run: Run, { definition, self }: FunctionValue, args: Arguments, frame: Frame): void {
  const positional = [...args.positional];
  const keywords = new Map(args.keywords);
  const names = frame.scope.names;
  if (run.isPython && self !== undefined) positional.unshift(self);
  // An arrow function that is a field of a class has that of the instance.
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
        : evaluate(run, standard, frame);
    assign(run, target, isMissing ? fallback() : given, frame, true);
  }
}

// Classes

export function instantiate(run: Run, called: Value, args: Arguments, node: Span, frame: Frame): Value {
  if (called.kind === "class" || called.kind === "external") return call(run, called, args, { node, frame });
  return unknownCall(run, called, "", args, { node, frame });
}

function make(run: Run, of: ClassValue, args: Arguments): Value {
  const instance: ObjectValue = { ...objectOf("instance"), class: of };
  // What is not in the code's own classes may be in those of others.
  if (of.bases.some((base) => base.kind !== "class")) instance.rest.value = madeOf(valuesIn(args));
  const start = inClass(of, run.isPython ? "__init__" : "constructor");
  if (start?.kind === "function") invoke(run, { ...start, self: instance }, args);
  return instance;
}

/** `super()` of Python, and the call of JavaScript's. */
export function superOf(run: Run, frame: Frame, args: Arguments): Value {
  let scope = frame.scope;
  while (scope.self === undefined && scope.outer !== undefined) scope = scope.outer;
  const base = scope.class?.bases[0];
  if (base?.kind !== "class" || scope.self?.kind !== "object") return UNKNOWN;
  const actual = scope.self.actual ?? scope.self;
  const above: ObjectValue = { ...actual, class: base, actual };
  if (run.isPython) return above;
  const start = inClass(base, "constructor");
  return start?.kind === "function" ? invoke(run, { ...start, self: scope.self }, args) : UNKNOWN;
}

// Decorators and contexts

export function decorate(run: Run, decorator: Expression, value: Value, frame: Frame): Value {
  const named = evaluate(run, decorator.kind === "call" ? decorator.callee : decorator, frame);
  if (named.kind === "external" && PLAIN_DECORATORS.has(named.name.split(".").at(-1) ?? "")) return value;
  const made = decorator.kind === "call" ? evaluate(run, decorator, frame) : named;
  const args: Arguments = { positional: [value], keywords: new Map(), isOpen: false };
  if (made.kind === "function" || made.kind === "class") return call(run, made, args, { node: decorator, frame });
  return value.kind === "function" ? { ...value, isWrapped: true } : UNKNOWN;
}

/** What `with` gives a name, and whether it bears exceptions. */
export function enterContext(
  run: Run,
  manager: Value,
  node: Expression,
  frame: Frame,
): { readonly given: Value; readonly bears: boolean } {
  const names = node.kind === "call" && node.callee.kind === "name" ? [node.callee.name] : [];
  if (manager.kind === "external") {
    const caught = manager.from?.args.positional.map((value) => (value.kind === "external" ? value.name : "")) ?? [];
    return { given: manager, bears: caught.some((name) => BORNE.test(name)) };
  }
  const isOwn = manager.kind === "object" && lookUpMember(manager, "__exit__") !== undefined;
  const entered = manager.kind === "object" ? lookUpMember(manager, "__enter__") : undefined;
  const given = entered === undefined ? madeOf([manager]) : call(run, entered, NO_ARGUMENTS, { node, frame });
  return { given, bears: isOwn || (names.length > 0 && manager.kind === "other") };
}

const BORNE = /(?:^|\.)(?:ImportError|ModuleNotFoundError|KeyError|LookupError|TypeError|Exception|BaseException)$/;
