import { absent, formatPath, type Maybe, type Property } from "../../kit/known";
import { type Misnamed, misnamedProperties } from "../../kit/misnamed";
import type { Resource } from "../../kit/resource";
import { quote } from "../../kit/text";
import limits from "../facts/limits.json";

const LIMITS = limits.dynamodb;

/** The keys of a table. */
export interface TableKeys {
  readonly table: Property;
  /** Whether it is restored from another table or a backup, which gives it keys and attributes. */
  readonly restored: boolean;
  /** Complete when the name of each is known. */
  readonly attributes: Found<AttributeDefinition>;
  /** The table and its indexes; complete when every key of each is known. */
  readonly owners: Found<KeyOwner>;
}

/** Items, and whether these are all: false if some are unknown. */
export interface Found<T> {
  readonly items: readonly T[];
  readonly complete: boolean;
}

/** An entry of a table's `attributes`. */
export interface AttributeDefinition {
  readonly at: Property;
  /** Its name and type, also under wrong property names. */
  readonly name: Property;
  readonly type: Property;
  /** Properties for name and type under wrong names. */
  readonly misnamed: readonly Misnamed[];
  /** Properties that no attribute has. */
  readonly surplus: readonly string[];
}

/** A table, or one of its secondary indexes. */
export interface KeyOwner {
  readonly kind: "table" | "global" | "local";
  readonly at: Property;
  readonly name: Property;
  /** Its name in messages: `the table`, `index "by-status"`. */
  readonly title: string;
  /** The keys that its own properties name; a local secondary index has the table's hash key besides. */
  readonly keys: Found<Key>;
  /** The projection of an index; undefined if unknown. */
  readonly projection: { readonly type: string; readonly nonKeyAttributes: readonly Property[] } | undefined;
}

/** An attribute that is a key, and the property that makes it one. */
export interface Key {
  readonly attribute: string;
  /** Undefined if unknown. */
  readonly role: "hash" | "range" | undefined;
  readonly at: Property;
}

/** More of something than AWS allows. */
export interface Excess {
  readonly at: Property;
  readonly owner: string;
  readonly found: number;
  readonly what: string;
  readonly allowed: number;
}

/**
 * Properties of an entry of `attributes`, each with what CloudFormation and the AWS SDKs call it.
 * Sources: https://www.pulumi.com/registry/packages/aws/api-docs/dynamodb/table/#tableattribute,
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeDefinition.html
 */
const ATTRIBUTE_PROPERTIES = { name: ["attributeName", "attribute"], type: ["attributeType", "dataType"] };

/** What languages and databases call the types of keys. */
const TYPE_WORDS: Readonly<Record<string, readonly string[]>> = {
  S: ["s", "string", "str", "text"],
  N: ["n", "number", "numeric", "num", "int", "integer", "long", "float", "double", "decimal"],
  B: ["b", "binary", "bytes", "blob", "buffer"],
};

const KEY_TYPES: Readonly<Record<string, Key["role"]>> = { HASH: "hash", RANGE: "range" };

const RESTORES = ["SourceName", "SourceTableArn", "BackupArn", "DateTime", "ToLatestTime"];

/** Whether a table is restored from another or from a backup, whose keys, attributes and capacity it takes. */
export function isRestored(table: Property): boolean {
  return RESTORES.some((name) => table.at(`restore${name}`).state !== "absent");
}

/** The type of key attributes that is probably meant by another word. */
export function meantAttributeType(found: string): string | undefined {
  const word = found.trim().toLowerCase();
  return Object.keys(TYPE_WORDS).find((type) => TYPE_WORDS[type]?.includes(word));
}

/** Whether AWS accepts a name for a secondary index. */
export function isIndexName(name: string): boolean {
  const fits = name.length >= LIMITS.indexNameMin && name.length <= LIMITS.indexNameMax;
  return fits && new RegExp(LIMITS.indexNamePattern).test(name);
}

/** Reads the keys of a table and of its indexes, and the attributes that it declares for them. */
export function tableKeys(table: Property): TableKeys {
  return { table, restored: isRestored(table), attributes: attributeDefinitions(table), owners: keyOwners(table) };
}

function attributeDefinitions(table: Property): Found<AttributeDefinition> {
  const { items, complete } = listed(table.at("attributes"));
  const definitions = items.filter((at) => at.entries().state === "known").map(attributeDefinition);
  return { items: definitions, complete: complete && namesOf(definitions).length === items.length };
}

function attributeDefinition(at: Property): AttributeDefinition {
  const others = misnamedProperties(at, ATTRIBUTE_PROPERTIES);
  const misnamed = ["name", "type"].flatMap((name) =>
    at.at(name).state === "absent" ? (others.find(({ meant }) => meant === name) ?? []) : [],
  );
  const find = (name: string) => misnamed.find(({ meant }) => meant === name)?.at ?? at.at(name);
  // The provider notes in "__defaults" which values are its own.
  const expected = new Set(["name", "type", "__defaults", ...misnamed.map(({ found }) => found)]);
  const entries = at.entries();
  const found = entries.state === "known" ? entries.value.map(([property]) => property) : [];
  const surplus = found.filter((property) => !expected.has(property));
  return { at, name: find("name"), type: find("type"), misnamed, surplus };
}

/** @param isSet whether the program sets a property: at preview, the provider shows unset ones as unknown */
function keyOwners(table: Property, isSet: (name: string) => boolean = () => true): Found<KeyOwner> {
  const none: Found<Property> = { items: [], complete: true };
  const indexes = (name: string) => (isSet(name) ? listed(table.at(name)) : none);
  const [globals, locals] = [indexes("globalSecondaryIndexes"), indexes("localSecondaryIndexes")];
  const owners = [
    keyOwner("table", table),
    ...globals.items.map((index) => keyOwner("global", index)),
    ...locals.items.map((index) => keyOwner("local", index)),
  ];
  return { items: owners, complete: globals.complete && locals.complete && owners.every(({ keys }) => keys.complete) };
}

function keyOwner(kind: KeyOwner["kind"], at: Property): KeyOwner {
  const name = at.at("name");
  const found = name.string();
  const index = found.state === "known" ? `index ${quote(found.value)}` : formatPath(at.path);
  const type = at.at("projectionType").string();
  const { items: nonKeyAttributes, complete } = listed(at.at("nonKeyAttributes"));
  return {
    kind,
    at,
    name,
    title: kind === "table" ? "the table" : index,
    keys: keysOf(kind, at),
    projection: type.state === "known" && complete ? { type: type.value, nonKeyAttributes } : undefined,
  };
}

function keysOf(kind: KeyOwner["kind"], at: Property): Found<Key> {
  const range = readKey(at.at("rangeKey"), "range");
  if (kind === "local") return { ...range, complete: range.complete && range.items.length > 0 };
  const single = joined(readKey(at.at("hashKey"), "hash"), range);
  if (kind === "table") return single;
  const several = keySchemas(at.at("keySchemas"));
  // The provider may report both forms of an existing index.
  const once = single.items.filter(
    (key) => !several.items.some(({ attribute, role = key.role }) => attribute === key.attribute && role === key.role),
  );
  return joined({ ...single, items: once }, several);
}

/** The form for several keys of a role: `keySchemas: [{ attributeName, keyType }]`. */
function keySchemas(list: Property): Found<Key> {
  const { items, complete } = listed(list);
  const keys = items.map((item) => {
    const type = item.at("keyType").string();
    const key = readKey(item.at("attributeName"), type.state === "known" ? KEY_TYPES[type.value] : undefined);
    return { ...key, complete: key.complete && key.items.length > 0 };
  });
  return joined({ items: [], complete }, ...keys);
}

function readKey(at: Property, role: Key["role"]): Found<Key> {
  const name = text(at);
  const items = name.state === "known" ? [{ attribute: name.value, role, at }] : [];
  return { items, complete: name.state !== "unknown" };
}

/** Whether a table or a global secondary index certainly has no hash key. */
export function lacksHashKey({ kind, keys }: KeyOwner): boolean {
  return kind !== "local" && keys.complete && keys.items.every(({ role }) => role === "range");
}

/** The keys that no entry declares, each with what it is the key of; none if the name of some entry is unknown. */
export function undeclaredKeys({ restored, attributes, owners }: TableKeys): ReadonlyMap<string, readonly string[]> {
  const uses = new Map<string, string[]>();
  if (!attributes.complete || (restored && attributes.items.length === 0)) return uses;
  const declared = new Set(namesOf(attributes.items));
  for (const { title, keys } of owners.items) {
    for (const { attribute, role } of keys.items) {
      const use = `${role === undefined ? "" : `${role} `}key of ${title}`;
      if (!declared.has(attribute)) uses.set(attribute, [...(uses.get(attribute) ?? []), use]);
    }
  }
  return uses;
}

/** The declared attributes that are no key; none if a key is unknown or missing. */
export function unusedAttributes({ attributes, owners }: TableKeys): readonly string[] {
  if (!owners.complete || owners.items.some(lacksHashKey)) return [];
  const keys = new Set(owners.items.flatMap((owner) => owner.keys.items.map(({ attribute }) => attribute)));
  return [...new Set(namesOf(attributes.items))].filter((name) => !keys.has(name));
}

/** The limits that a table exceeds, of those that AWS does not raise on request. */
export function excesses({ table, attributes, owners }: TableKeys): readonly Excess[] {
  const global = owners.items.filter(({ kind }) => kind === "global");
  const local = owners.items.filter(({ kind }) => kind === "local");
  const including = owners.items.flatMap(({ at, title, projection }) =>
    projection?.type === "INCLUDE"
      ? [{ at: at.at("nonKeyAttributes"), owner: title, found: projection.nonKeyAttributes.length }]
      : [],
  );
  const projected = including.reduce((sum, { found }) => sum + found, 0);
  const localLimit = { what: "local secondary indexes", allowed: LIMITS.localSecondaryIndexes };
  const listLimit = { what: "nonKeyAttributes", allowed: LIMITS.nonKeyAttributesPerIndex };
  const sumLimit = { what: "nonKeyAttributes in all its indexes", allowed: LIMITS.projectedNonKeyAttributes };
  const nameLimit = { what: "characters", allowed: LIMITS.attributeNameMax };
  const keyLimits = [
    { role: "hash", what: "hash keys", allowed: LIMITS.globalIndexHashKeys },
    { role: "range", what: "range keys", allowed: LIMITS.globalIndexRangeKeys },
  ];
  const counts: Excess[] = [
    ...attributes.items.map(({ name }) => ({ at: name, owner: "the name", found: lengthOf(name), ...nameLimit })),
    { at: table.at("localSecondaryIndexes"), owner: "the table", found: local.length, ...localLimit },
    ...global.flatMap(({ at, title, keys }) =>
      keyLimits.map(({ role, ...limit }) => ({
        at: at.at("keySchemas"),
        owner: title,
        found: keys.items.filter((key) => key.role === role).length,
        ...limit,
      })),
    ),
    ...including.map((list) => ({ ...list, ...listLimit })),
    ...including.slice(-1).map(({ at }) => ({ at, owner: "the table", found: projected, ...sumLimit })),
  ];
  return counts.filter(({ found, allowed }) => found > allowed);
}

/** A text. The provider treats an empty one as absent. */
export function text(property: Property): Maybe<string> {
  const value = property.string();
  return value.state === "known" && value.value === "" ? absent : value;
}

function namesOf(named: readonly { readonly name: Property }[]): readonly string[] {
  return named.map(({ name }) => text(name)).flatMap((name) => (name.state === "known" ? [name.value] : []));
}

function lengthOf(property: Property): number {
  const value = property.string();
  return value.state === "known" ? value.value.length : 0;
}

/** The elements of a list. A null element is unknown. */
function listed(list: Property): Found<Property> {
  const items = list.items();
  const all = items.state === "known" ? items.value : [];
  const given = all.filter(({ state }) => state !== "absent");
  return { items: given, complete: items.state !== "unknown" && given.length === all.length };
}

function joined<T>(...parts: readonly Found<T>[]): Found<T> {
  return { items: parts.flatMap(({ items }) => items), complete: parts.every(({ complete }) => complete) };
}

/** The keys of a table and its indexes, to check requests with. */
export interface TableSchema {
  /** Names of the attributes that are keys, the hash keys first. */
  readonly keys: readonly string[];
  readonly hashKeys: readonly string[];
}

/** The keys of the table under "", and of its indexes by name. Undefined if some are unknown. */
export function tableSchemas(table: Resource): ReadonlyMap<string, TableSchema> | undefined {
  const isSet = (name: string) => table.input(name).state !== "absent";
  const owners = keyOwners(table.properties, isSet);
  if (isRestored(table.properties) || !owners.complete) return undefined;
  const own = owners.items.find(({ kind }) => kind === "table");
  const schemas = new Map<string, TableSchema>();
  for (const { kind, name, keys } of owners.items) {
    const found = text(name);
    if (kind !== "table" && found.state !== "known") return undefined;
    const hash = (kind === "local" ? own : { keys })?.keys.items.filter(({ role }) => role === "hash") ?? [];
    const rest = keys.items.filter(({ role }) => role !== "hash");
    if (hash.length === 0 || rest.some(({ role }) => role === undefined)) return undefined;
    const hashKeys = hash.map(({ attribute }) => attribute);
    const schema = { hashKeys, keys: [...hashKeys, ...rest.map(({ attribute }) => attribute)] };
    schemas.set(found.state === "known" && kind !== "table" ? found.value : "", schema);
  }
  return schemas;
}
