import { step } from "../../kit/budget";
import { distribute } from "./conditions";
import type { Site } from "./frames";
import { entriesOf, itemsOf, listOf } from "./objects";
import {
  changed,
  environmentRead,
  isEnvironment,
  needValueOfGuard,
  noteComparison,
  readEvent,
  readWithin,
} from "./reads";
import type { Run } from "./run";
import {
  type ClassValue,
  choice,
  constant,
  either,
  equal,
  FALSE,
  leavesOf,
  MAX_LEAVES,
  madeOf,
  NO_ARGUMENTS,
  NULL,
  type ObjectValue,
  TRUE,
  textOf,
  UNKNOWN,
  type Value,
} from "./values";

/** The longest path of the event that is followed, and the most base classes of a class. */
export const [MAX_PATH, MAX_BASES] = [12, 10];

interface MemberSite extends Site {
  readonly isAttribute: boolean;
}

/** The value at a key or attribute. */
export function memberOfValue(run: Run, base: Value, key: Value, site: MemberSite): Value {
  step();
  const name = key.kind === "constant" && key.value !== null ? String(key.value) : undefined;
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
        if (key.kind === "choice") return distribute(run, key, (each) => memberOfValue(run, base, each, site));
        if (!site.isAttribute || !run.isPython) return environmentRead(run, name, site, { needs: run.isPython });
      }
      return name === undefined ? madeOf([base, key]) : { ...base, name: nameIn(run, base.name, name) };
    case "object":
    case "class":
      return memberOfObject(run, base, key, name, site);
    case "text":
    case "other":
      return madeOf([base, key]);
    case "constant":
      if (base.value === null) needValueOfGuard(run, site);
      return UNKNOWN;
    default:
      return UNKNOWN;
  }
}

/** Modules of Node.js have two names, and their default export is the module itself. */
function nameIn(run: Run, base: string, name: string): string {
  return !run.isPython && name === "default" ? base : `${base}.${name}`;
}

function memberOfEvent(run: Run, path: readonly string[], key: Value, site: MemberSite): Value {
  const whole: Value = { kind: "event", path };
  if (run.isPython && site.isAttribute) return madeOf([whole]);
  readWithin(run, site, path);
  if (key.kind !== "constant" || key.value === null || path.length >= MAX_PATH) return madeOf([whole, key]);
  const isIndex = typeof key.value === "number" || /^\d+$/.test(String(key.value));
  const next = [...path, isIndex ? "[]" : String(key.value)];
  return changed(run, next) ?? readEvent(run, site, next, run.isPython && !isIndex ? "key" : "no");
}

export function memberOfObject(
  run: Run,
  base: ObjectValue | ClassValue,
  key: Value,
  name: string | undefined,
  site: MemberSite,
): Value {
  const rest = base.kind === "object" ? base.rest.value : NULL;
  if (name === undefined) {
    // Any of its values.
    if (base.kind !== "object" || base.what === "instance" || base.what === "module") return madeOf([base, key]);
    const [first] = base.what === "dictionary" ? base.members.keys() : [];
    if (first !== undefined) noteComparison(run, key, constant(first), site);
    return base.what === "dictionary" ? entryOf(base, key) : anyOf(valuesOf(base), madeOf([key, rest]));
  }
  const isContainer = base.kind === "object" && (base.what === "dictionary" || base.what === "list");
  if (run.isPython && site.isAttribute && isContainer) return madeOf([base]);
  const found = lookUpMember(base, name);
  if (found !== undefined) return propertyOf(run, found);
  if (base.kind === "object" && base.what === "module") return run.submodule(base, name, site) ?? UNKNOWN;
  if (rest.kind === "event") return memberOfEvent(run, rest.path, key, site);
  const isKnown = base.kind === "object" && base.what !== "instance" && rest === NULL;
  if (isKnown && run.isPython) needValueOfGuard(run, site);
  return isKnown && !run.isPython ? NULL : madeOf([rest]);
}

/** The value of a dictionary at an unknown key: one of its entries, or the fallback. */
export function entryOf(base: ObjectValue, key: Value, standard: Value = NULL): Value {
  const entries = entriesOf(base, MAX_LEAVES);
  const isAll = base.rest.value === NULL && entries.length === base.members.size;
  const none = isAll ? standard : UNKNOWN;
  return entries.reduceRight<Value>((others, [name, value]) => choice(equal(key, name), value, others), none);
}

function valuesOf({ members }: ObjectValue): readonly Value[] {
  return [...members.values()].map((cell) => cell.value);
}

/** The value of a property, or the result of its getter. */
export function propertyOf(run: Run, found: Value): Value {
  // On the class itself, Python returns the property object.
  if (found.kind !== "function" || (found.self === undefined && run.isPython)) return found;
  return found.isGetter || found.definition.member === "getter" ? run.invoke(found, NO_ARGUMENTS) : found;
}

/** An attribute of an instance or class, or an entry of a dictionary; methods are bound. */
export function lookUpMember(base: ObjectValue | ClassValue, name: string): Value | undefined {
  const own = base.kind === "class" ? undefined : base.members.get(name)?.value;
  const made = base.kind === "class" ? base : base.class;
  if (own !== undefined || made === undefined) return own;
  const found = inClass(made, name);
  if (found?.kind !== "function") return found;
  if (found.definition.member === "class") return { ...found, self: made };
  if (base.kind === "class") return found;
  return found.definition.member === "static" ? found : { ...found, self: base.actual ?? base };
}

export function inClass(start: ClassValue, name: string): Value | undefined {
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

/** Any item of an iterable. */
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
  const isList = value.kind === "object" && value.what === "list" && value.members.size === 0;
  const [only, ...more] = isList ? (value.others ?? []) : [];
  if (only !== undefined && more.length === 0) return only[1];
  return madeOf([value]);
}

function anyOf(values: readonly Value[], test: Value): Value {
  const [first = UNKNOWN, ...rest] = values.slice(0, MAX_LEAVES * 4);
  return rest.reduce((one, other) => choice(test, one, other), first);
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
      readEvent(run, site, path, "no");
      return { kind: "has", path };
    }
    case "choice":
    case "default":
      return distribute(run, container, (one) => hasMember(run, one, item, site));
    case "object": {
      if (container.what === "dictionary" && name !== undefined) {
        const member = container.members.get(name)?.value;
        // A branch may not have run, so its key may be missing.
        if (member !== undefined)
          return member === NULL || member.kind === "choice" ? madeOf([container, member]) : TRUE;
        return container.rest.value === NULL ? FALSE : madeOf([container]);
      }
      const items = itemsOf(container);
      if (items === undefined || items.length > MAX_LEAVES) return madeOf([container, item]);
      if (items.every((one) => textOf(one) !== undefined))
        for (const one of items) noteComparison(run, item, one, site);
      return items.map((one) => equal(one, item)).reduce(either, FALSE);
    }
    default:
      if (container.kind === "external" && isEnvironment(container.name) && name !== undefined) {
        return environmentRead(run, name, site, { hasFallback: true });
      }
      return madeOf([container, item]);
  }
}
