import { step } from "../../kit/budget";
import { words } from "../../kit/words";
import type { Span } from "../tree";
import { changeEvent, spoil } from "./assignments";
import { CALL_BACK, call, callBack, unknownCall } from "./calls";
import { distribute } from "./conditions";
import type { EventRead } from "./facts";
import type { Site } from "./frames";
import { conditionsOf } from "./guards";
import { entryOf, hasMember, itemOf, MAX_PATH, memberOfValue } from "./members";
import { joined } from "./objects";
import { changed, environmentRead, isEnvironment, needValueOfGuard, readEvent, readWithin } from "./reads";
import type { Run } from "./run";
import {
  type Arguments,
  constant,
  MAX_LEAVES,
  madeOf,
  NULL,
  type ObjectValue,
  orDefault,
  textOf,
  UNKNOWN,
  type Value,
  valuesIn,
} from "./values";

interface MethodSite extends Site {
  /** The method's name and its object. */
  readonly member: Span;
}

/** A method of a value: those of dictionaries, lists and texts are known. */
export function callMethod(run: Run, base: Value, name: string, args: Arguments, site: MethodSite): Value {
  step();
  switch (base.kind) {
    case "choice":
    case "default":
      return distribute(run, base, (one) => callMethod(run, one, name, args, site));
    case "event":
      return methodOfEvent(run, base.path, name, args, site);
    case "external":
      if (isEnvironment(base.name) && run.isPython && (name === "get" || name === "pop" || name === "setdefault")) {
        const [key, standard] = args.positional;
        return environmentRead(run, textOf(key), site, { hasFallback: standard !== undefined, standard });
      }
      break;
    case "environment":
      environmentRead(run, base.name, site, { needs: true });
      return TEXT_METHODS.has(name) ? base : madeOf([base, ...valuesIn(args)]);
    case "constant":
      if (base.value === null) needValueOfGuard(run, site);
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
        return name === "bind" ? base : run.invoke(base, { ...args, positional: args.positional.slice(1) });
      return madeOf([base, ...valuesIn(args)]);
    default:
      break;
  }
  const member = memberOfValue(run, base, constant(name), { node: site.member, frame: site.frame, isAttribute: true });
  return call(run, member, args, site);
}

/** Methods that return a similar text. */
export const TEXT_METHODS = words("lower upper strip lstrip rstrip toLowerCase toUpperCase trim toString");

function methodOfConstant(
  value: string | number | boolean | null,
  name: string,
  { positional: [first] }: Arguments,
): Value | undefined {
  if (typeof value !== "string") return undefined;
  if (name === "join") return joined(first, value);
  const argument = textOf(first);
  switch (name.toLowerCase()) {
    case "lower":
    case "tolowercase":
      return constant(value.toLowerCase());
    case "upper":
    case "touppercase":
      return constant(value.toUpperCase());
    case "startswith":
      return argument === undefined ? undefined : constant(value.startsWith(argument));
    case "endswith":
      return argument === undefined ? undefined : constant(value.endsWith(argument));
    default:
      return TEXT_METHODS.has(name) && first === undefined ? constant(value.trim()) : undefined;
  }
}

function methodOfEvent(run: Run, path: readonly string[], name: string, args: Arguments, site: MethodSite): Value {
  const whole: Value = { kind: "event", path };
  const [first, second] = args.positional;
  const key = textOf(first);
  const read = (needs: EventRead["needs"]): Value => {
    const next = [...path, key ?? ""];
    return changed(run, next) ?? readEvent(run, site, next, needs);
  };
  readWithin(run, { ...site, node: site.member }, path);
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

function methodOfContainer(run: Run, base: ObjectValue, name: string, args: Arguments, site: MethodSite): Value {
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
    return entryOf(base, first ?? UNKNOWN, second);
  }
  if (name === "copy" || name === "keys") return base;
  if (name === "append" || name === "push") {
    run.set(base.rest, madeOf([base.rest.value, ...args.positional, ...conditionsOf(run.guards)]));
    // Functions that are stored are called later.
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

const CHANGE = words(
  "add append clear discard extend insert pop popitem remove reverse setdefault sort update push unshift shift splice set delete fill",
);
