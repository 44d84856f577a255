import limits from "../../aws/facts/limits.json";
import { checkIndex, checkKeys, checkRangeKey } from "../../aws/model/dynamodb-key-checks";
import {
  type AttributeDefinition,
  type Excess,
  excesses,
  meantAttributeType,
  tableKeys,
  text,
  undeclaredKeys,
  unusedAttributes,
} from "../../aws/model/dynamodb-keys";
import type { Report } from "../../kit/finding";
import { formatPath, type Property } from "../../kit/known";
import { resourcePolicy } from "../../kit/policy";
import { enumerate, quote } from "../../kit/text";

const LIMITS = limits.dynamodb;
const TYPES = enumerate(LIMITS.attributeTypes.map(quote), "or");

export const dynamodbAttributeDefinitions = resourcePolicy({
  name: "dynamodb-attribute-definitions",
  description: "A DynamoDB table declares exactly the attributes that are keys, and its indexes keep to AWS's rules.",
  severity: "high",
  level: "mandatory",
  resources: ["aws:dynamodb/table:Table"],
  options: {},
  remediationSteps:
    'List each key of the table and its indexes once in attributes, with name and type "S", "N" or "B", and nothing else.',
  tags: ["dynamodb", "deployment"],
  page: {
    why: "AWS refuses a table whose attributes are not exactly the keys of the table and its indexes. An entry in the form of an index or of the AWS SDKs (attributeName, attributeType, keyType) declares nothing, and the deployment fails.",
    limits:
      "Where the name of an attribute is unknown at preview, it reports no key as undeclared; where a key is unknown, it reports no attribute as unused. A table restored from another one or from a backup may leave its attributes and keys to the source. It does not check the number of global secondary indexes, since AWS raises it on request.",
    sources: [
      "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html",
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html",
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html",
      "https://www.pulumi.com/registry/packages/aws/api-docs/dynamodb/table/",
    ],
    since: "0.1.0",
  },

  check({ properties }, _options, report) {
    const table = tableKeys(properties);
    const indexes = table.owners.items.filter(({ kind }) => kind !== "table");
    const at = properties.at("attributes");
    for (const definition of table.attributes.items) checkDefinition(definition, report);
    reportRepeated(table.attributes.items, "remove one of the two entries", report);
    const [missing, rest] = [undeclaredKeys(table), unusedAttributes(table)];
    if (missing.size > 0) report({ at, ...undeclared(missing) });
    if (rest.length > 0) report({ at, ...unused(rest.map(quote)) });
    for (const owner of table.owners.items) checkKeys(table, owner, report);
    checkRangeKey(table, report);
    for (const index of indexes) checkIndex(index, report);
    reportRepeated(indexes, "give one of the two another name", report);
    for (const excess of excesses(table)) report({ at: excess.at, ...tooMany(excess) });
  },
});

const wrongProperties = ({ misnamed, surplus }: AttributeDefinition) => ({
  problem: `an attribute takes name and type, not ${enumerate([...misnamed.map(({ found }) => found), ...surplus].map(quote), "or")}`,
  fix: enumerate([
    ...misnamed.map(({ found, meant }) => `rename ${quote(found)} to ${meant}`),
    ...surplus.map((found) => `remove ${quote(found)}`),
  ]),
});

const NO_NAME = { problem: "the attribute has no name", fix: "set name to the key that the entry declares" };
const NO_TYPE = { problem: "the attribute has no type", fix: `set type to ${TYPES}` };

const noSuchType = (found: string, meant: string | undefined) => ({
  problem: `a key cannot be of type ${quote(found)}`,
  fix: `use ${meant === undefined ? TYPES : quote(meant)}`,
});

const repeated = (name: string, first: Property, fix: string) => ({
  problem: `${formatPath(first.path)} is named ${quote(name)} already`,
  fix,
});

const undeclared = (keys: ReadonlyMap<string, readonly string[]>) => {
  const uses = [...keys].map(([name, roles]) => `${quote(name)} (${enumerate(roles)})`);
  return {
    problem: `no entry declares ${enumerate(uses, "or")}`,
    fix: `add ${enumerate([...keys.keys()].map(quote))} to attributes, with type ${TYPES}`,
  };
};

const unused = (names: readonly string[]) => ({
  problem: `${enumerate(names)} ${names.length > 1 ? "are not keys" : "is not a key"} of the table or its indexes, and AWS accepts only keys here`,
  fix: `remove ${enumerate(names)} from attributes; items can have ${names.length > 1 ? "them" : "it"} anyway`,
});

const tooMany = ({ owner, found, what, allowed }: Excess) => ({
  problem: `${owner} has ${found} ${what}, and AWS allows ${allowed}`,
  fix: `remove ${found - allowed} of them`,
});

function checkDefinition(definition: AttributeDefinition, report: Report): void {
  const { at, name, misnamed, surplus } = definition;
  if (misnamed.length + surplus.length > 0) report({ at, ...wrongProperties(definition) });
  if (text(name).state === "absent") report({ at: name, ...NO_NAME });
  const type = text(definition.type);
  if (type.state === "absent") report({ at: definition.type, ...NO_TYPE });
  if (type.state === "known" && !LIMITS.attributeTypes.includes(type.value))
    report({ at: definition.type, ...noSuchType(type.value, meantAttributeType(type.value)) });
}

function reportRepeated(named: readonly { at: Property; name: Property }[], fix: string, report: Report): void {
  const firsts = new Map<string, Property>();
  for (const { at, name } of named) {
    const found = text(name);
    if (found.state !== "known") continue;
    const first = firsts.get(found.value);
    if (first === undefined) firsts.set(found.value, at);
    else report({ at: name, ...repeated(found.value, first, fix) });
  }
}
