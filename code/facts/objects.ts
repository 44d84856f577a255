import { constant, MAX_LEAVES, MAX_VISITED, NULL, type ObjectValue, text, textOf, UNKNOWN, type Value } from "./values";

export function objectOf(
  what: ObjectValue["what"],
  members: Iterable<readonly [string, Value]> = [],
  rest: Value = NULL,
): ObjectValue {
  const cells = [...members].map(([key, value]) => [key, { value }] as const);
  return { kind: "object", what, members: new Map(cells), rest: { value: rest } };
}

export function listOf(items: readonly Value[], rest: Value = NULL): ObjectValue {
  return objectOf(
    "list",
    items.map((item, index) => [String(index), item] as const),
    rest,
  );
}

/** The items of a completely known list. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (value.kind !== "object" || value.what !== "list" || !isNothing(value.rest.value)) return undefined;
  return [...value.members.values()].map((cell) => cell.value);
}

/** The items of a short list of literal texts; none for other values. */
export function textsIn(value: Value): readonly Value[] {
  const items = itemsOf(value) ?? [];
  return items.length <= MAX_LEAVES && items.every((item) => textOf(item) !== undefined) ? items : [];
}

/** Marks an object without other properties. */
function isNothing(value: Value): boolean {
  return value.kind === "constant" && value.value === null;
}

/** The value of a dictionary at a key; undefined if it has none or is unknown. */
export function memberOf(value: Value | undefined, key: string): Value | undefined {
  return value?.kind === "object" ? value.members.get(key)?.value : undefined;
}

/** The certain keys of an object, and whether these are all. */
export function keysOf(value: Value | undefined): { readonly keys: readonly string[]; readonly isComplete: boolean } {
  if (value?.kind !== "object") return { keys: [], isComplete: false };
  return { keys: [...value.members.keys()], isComplete: isNothing(value.rest.value) };
}

/** The certain and possible values of a dictionary or list by key. */
export function entriesOf(value: Value | undefined, most?: number): readonly (readonly [key: Value, value: Value])[] {
  const entries: (readonly [Value, Value])[] = [];
  if (value?.kind !== "object") return entries;
  for (const [key, cell] of value.members) {
    if (entries.length === most) break;
    entries.push([constant(key), cell.value]);
  }
  return [...entries, ...(value.others?.slice(0, most) ?? [])];
}

/** The items of a list as one text. */
export function joined(list: Value | undefined, by: string): Value | undefined {
  const items = list && itemsOf(list);
  return items && text(items.flatMap((item, index) => (index === 0 ? [item] : [constant(by), item])));
}

/** A value as it is now: dictionaries and lists may change later. */
export function asItIs(value: Value, depth = 4): Value {
  if (value.kind !== "object" || value.what === "module" || value.what === "instance" || depth === 0) return value;
  const members = [...value.members]
    .slice(0, MAX_VISITED)
    .map(([key, cell]) => [key, asItIs(cell.value, depth - 1)] as const);
  const others = value.others?.slice(0, MAX_VISITED).map(([key, other]) => [key, asItIs(other, depth - 1)] as const);
  return { ...objectOf(value.what, members, value.members.size > MAX_VISITED ? UNKNOWN : value.rest.value), others };
}
