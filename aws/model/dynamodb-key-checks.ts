import type { Report } from "../../kit/finding";
import { enumerate, quote } from "../../kit/text";
import limits from "../facts/limits.json";
import { isIndexName, type KeyOwner, lacksHashKey, type TableKeys, text } from "./dynamodb-keys";

const LIMITS = limits.dynamodb;

/** Faults of the keys of a table or index. */
export function checkKeys({ table, restored, attributes }: TableKeys, owner: KeyOwner, report: Report): void {
  const { kind, at, keys } = owner;
  const fromElsewhere = kind === "table" && (restored || attributes.items.length === 0);
  if (lacksHashKey(owner) && !fromElsewhere) report({ at: at.at("hashKey"), ...noHashKey(owner) });
  if (kind === "local") checkLocalKeys(owner, report);
  const shared = text(table.at("hashKey"));
  const seen = new Set(kind === "local" && shared.state === "known" ? [shared.value] : []);
  for (const key of keys.items) {
    if (seen.has(key.attribute)) report({ at: key.at, ...keyTwice(owner, key.attribute) });
    seen.add(key.attribute);
  }
}

function checkLocalKeys({ at, title }: KeyOwner, report: Report): void {
  const entries = at.entries();
  for (const [property, own] of entries.state === "known" ? entries.value : [])
    if (property === "hashKey" || property === "keySchemas") report({ at: own, ...ownHashKey(title, property) });
}

/** Local indexes need a table with a range key. */
export function checkRangeKey({ table, restored, owners }: TableKeys, report: Report): void {
  const at = table.at("rangeKey");
  const local = owners.items.filter(({ kind }) => kind === "local").map(({ title }) => title);
  if (local.length > 0 && !restored && text(at).state === "absent") report({ at, ...noRangeKey(local) });
}

/** Faults of the name and projection of an index. */
export function checkIndex({ title, name, at, projection }: KeyOwner, report: Report): void {
  const found = name.string();
  if (found.state === "known" && !isIndexName(found.value)) report({ at: name, ...noIndexName(found.value) });
  if (projection === undefined) return;
  const { type, nonKeyAttributes } = projection;
  const list = { at: at.at("nonKeyAttributes") };
  if (type === "INCLUDE" && nonKeyAttributes.length === 0) report({ ...list, ...nothingIncluded(title) });
  if (type !== "INCLUDE" && nonKeyAttributes.length > 0) report({ ...list, ...notIncluded(title, type) });
}

const noHashKey = ({ kind, title }: KeyOwner) => ({
  problem: `${title} has no hash key`,
  fix: `name one in hashKey${kind === "global" ? " or keySchemas" : ""}`,
});

const keyTwice = ({ kind, title }: KeyOwner, name: string) => ({
  problem: `${title} has the key ${quote(name)} twice${kind === "local" ? ", since it shares the table's hash key" : ""}`,
  fix: "name another attribute here, or remove this key",
});

const ownHashKey = (title: string, property: string) => ({
  problem: `${title} sets ${property}, but a local secondary index shares the table's hash key and has only a rangeKey of its own`,
  fix: `remove ${property}, or move ${title} to globalSecondaryIndexes`,
});

const noRangeKey = (titles: readonly string[]) => ({
  problem: "the table has local secondary indexes but no range key, and AWS accepts them only with one",
  fix: `set rangeKey of the table, or move ${enumerate(titles)} to globalSecondaryIndexes`,
});

const noIndexName = (found: string) => ({
  problem: `${quote(found)} cannot be the name of an index`,
  fix: `use ${LIMITS.indexNameMin} to ${LIMITS.indexNameMax} of the characters a-z, A-Z, 0-9, "_", "-" and "."`,
});

const nothingIncluded = (title: string) => ({
  problem: `${title} has no nonKeyAttributes, but its projectionType is "INCLUDE"`,
  fix: 'list the attributes to project, or set projectionType to "ALL" or "KEYS_ONLY"',
});

const notIncluded = (title: string, type: string) => ({
  problem: `${title} lists nonKeyAttributes, but its projectionType is ${quote(type)}`,
  fix: 'set projectionType to "INCLUDE", or remove nonKeyAttributes',
});
