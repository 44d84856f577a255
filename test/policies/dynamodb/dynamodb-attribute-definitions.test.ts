import { resourceTable } from "../../support/resource-table";
import { secret, unknown } from "../../support/wire";

const S = (name: unknown) => ({ name, type: "S" });
const byStatus = { name: "by-status", hashKey: "status", projectionType: "ALL" };
const byDate = { name: "by-date", rangeKey: "date", projectionType: "ALL" };
const id = { hashKey: "id", attributes: [S("id")] };
const idAndDate = { hashKey: "id", rangeKey: "date", attributes: [S("id"), S("date")] };
const idAndStatus = { hashKey: "id", attributes: [S("id"), S("status")] };
const idKey = { name: "by-id", hashKey: "id" };

const HASH = (attributeName: unknown) => ({ attributeName, keyType: "HASH" });
const RANGE = (attributeName: unknown) => ({ attributeName, keyType: "RANGE" });

const seventeen = [..."abcdefghijklmnopq"];
const twentyOne = [..."abcdefghijklmnopqrstu"];

resourceTable({
  policy: "dynamodb-attribute-definitions",
  type: "aws:dynamodb/table:Table",
  passes: [
    {
      name: "table by the name of its index",
      inputs: { ...idAndStatus, name: "by-status", globalSecondaryIndexes: [byStatus] },
    },
    { name: "hash key only", inputs: { hashKey: "id", attributes: [{ name: "id", type: "B" }] } },
    {
      name: "keys of table and indexes, in both forms of a global one",
      inputs: {
        hashKey: "id",
        rangeKey: "date",
        attributes: [S("id"), { name: "date", type: "N" }, S("status"), S("region"), S("city"), S("street")],
        globalSecondaryIndexes: [
          { name: "by-status", hashKey: "status", rangeKey: "date", projectionType: "KEYS_ONLY" },
          {
            name: "by-place",
            keySchemas: [HASH("region"), HASH("city"), RANGE("street"), RANGE("date")],
            projectionType: "INCLUDE",
            nonKeyAttributes: ["size", "status"],
          },
        ],
        localSecondaryIndexes: [{ name: "by_status.2", rangeKey: "status", projectionType: "ALL" }],
      },
    },
    {
      name: "local index on the range key of the table",
      inputs: { ...idAndDate, localSecondaryIndexes: [byDate] },
    },
    {
      name: "both forms of an existing index, as the provider may report it",
      inputs: {
        ...idAndStatus,
        globalSecondaryIndexes: [{ ...byStatus, keySchemas: [HASH("status")], rangeKey: "", nonKeyAttributes: [] }],
        rangeKey: "",
      },
    },
    {
      name: "the provider's note of its defaults",
      inputs: { hashKey: "id", attributes: [{ __defaults: [], name: "id", type: "S" }] },
    },
    { name: "null where an index belongs", inputs: { ...idAndStatus, globalSecondaryIndexes: [null] } },
    { name: "list where an index belongs", inputs: { ...id, globalSecondaryIndexes: [[]], localSecondaryIndexes: [] } },
    { name: "unknown attributes", inputs: { hashKey: "id", attributes: unknown } },
    { name: "unknown attribute", inputs: { hashKey: "id", attributes: [unknown] } },
    {
      name: "unknown name, which may be that of the undeclared key",
      inputs: { hashKey: "id", attributes: [S(unknown)] },
    },
    { name: "unknown type", inputs: { hashKey: "id", attributes: [{ name: "id", type: unknown }] } },
    {
      name: "unknown key of the table, which may be the unused attribute",
      inputs: { hashKey: unknown, attributes: [S("id"), S("date")] },
    },
    { name: "unknown indexes", inputs: { ...idAndStatus, globalSecondaryIndexes: unknown } },
    { name: "unknown local indexes", inputs: { ...idAndStatus, rangeKey: unknown, localSecondaryIndexes: unknown } },
    { name: "unknown index", inputs: { ...idAndStatus, globalSecondaryIndexes: [unknown] } },
    {
      name: "unknown key schema of an index",
      inputs: { ...idAndStatus, globalSecondaryIndexes: [{ name: "by-status", keySchemas: unknown }] },
    },
    {
      name: "unknown key in a key schema",
      inputs: { ...idAndStatus, globalSecondaryIndexes: [{ name: "by-status", keySchemas: [HASH(unknown)] }] },
    },
    {
      name: "unknown kind of a key",
      inputs: {
        ...idAndStatus,
        globalSecondaryIndexes: [{ name: "by-status", keySchemas: [{ attributeName: "status", keyType: unknown }] }],
      },
    },
    {
      name: "unknown projection",
      inputs: {
        ...id,
        globalSecondaryIndexes: [
          { ...idKey, projectionType: unknown, nonKeyAttributes: ["size"] },
          { ...idKey, name: unknown, projectionType: "INCLUDE", nonKeyAttributes: unknown },
          { ...idKey, name: unknown, projectionType: "INCLUDE", nonKeyAttributes: [unknown] },
        ],
      },
    },
    {
      name: "secret names",
      inputs: {
        hashKey: secret("id"),
        attributes: secret([
          { name: secret("id"), type: "S" },
          { name: "status", type: secret("S") },
        ]),
        globalSecondaryIndexes: [{ ...byStatus, hashKey: secret("status") }],
      },
    },
    { name: "attributes that are no list", inputs: { hashKey: "id", attributes: "id" } },
    { name: "attributes that are names", inputs: { hashKey: "id", attributes: ["id"] } },
    { name: "keys that are no text", inputs: { ...id, hashKey: 5, rangeKey: ["id"] } },
    { name: "names and types that are no text", inputs: { hashKey: "id", attributes: [{ name: 1, type: 2 }] } },
    {
      name: "indexes that are no list, and one that is no object",
      inputs: {
        ...idAndStatus,
        rangeKey: unknown,
        globalSecondaryIndexes: "by-status",
        localSecondaryIndexes: ["by-date"],
      },
    },
    {
      name: "restored from another table, whose attributes it has",
      inputs: {
        hashKey: "id",
        restoreSourceName: "images",
        restoreToLatestTime: true,
        globalSecondaryIndexes: [byStatus],
        localSecondaryIndexes: [byDate],
      },
    },
    { name: "restored in another region", inputs: { restoreSourceTableArn: unknown, attributes: [] } },
    { name: "restored from a backup", inputs: { restoreBackupArn: unknown, attributes: [S("id")] } },
    { name: "imported from S3", inputs: { ...id, importTable: { inputFormat: "CSV" } } },
    { name: "replicated to other regions", inputs: { ...id, replicas: [{ regionName: "eu-west-1" }] } },
    { name: "nothing, as of a table that is only read", inputs: {} },
    {
      name: "more global indexes than the quota that AWS raises on request",
      inputs: { ...id, globalSecondaryIndexes: twentyOne.map((name) => ({ ...idKey, name: `by-${name}` })) },
    },
    {
      name: "as many projected attributes as AWS allows",
      inputs: {
        ...id,
        globalSecondaryIndexes: [
          { ...idKey, projectionType: "INCLUDE", nonKeyAttributes: twentyOne.slice(1) },
          { ...idKey, name: unknown, projectionType: "KEYS_ONLY" },
        ],
      },
    },
  ],
  violates: [
    {
      name: "secret names and types",
      inputs: {
        hashKey: secret("hunter1"),
        attributes: [{ name: secret("hunter2"), type: secret("hunter3") }],
        globalSecondaryIndexes: secret([{ name: "hunter4", hashKey: "hunter5" }]),
      },
      findings: [
        'attributes[0].type: a key cannot be of type [secret].\nFix: use "S", "N" or "B".',
        "attributes: no entry declares [secret] (hash key of the table) or [secret] (hash key of index [secret]).\n" +
          'Fix: add [secret] and [secret] to attributes, with type "S", "N" or "B".',
        "attributes: [secret] is not a key of the table or its indexes, and AWS accepts only keys here.\n" +
          "Fix: remove [secret] from attributes; items can have it anyway.",
      ],
    },
    {
      name: "attributes in the form of an index key, the documented failure",
      inputs: {
        hashKey: "image_id",
        attributes: [
          S("image_id"),
          { attributeName: "status", attributeType: "S", keyType: "HASH" },
          { attributeName: "created_at", attributeType: "N", keyType: "RANGE" },
        ],
        globalSecondaryIndexes: [
          { name: "status-created-index", hashKey: "status", rangeKey: "created_at", projectionType: "ALL" },
        ],
      },
      findings: [
        'attributes[1]: an attribute takes name and type, not "attributeName", "attributeType" or "keyType".\n' +
          'Fix: rename "attributeName" to name, rename "attributeType" to type and remove "keyType".',
        'attributes[2]: an attribute takes name and type, not "attributeName", "attributeType" or "keyType".\n' +
          'Fix: rename "attributeName" to name, rename "attributeType" to type and remove "keyType".',
      ],
    },
    {
      name: "names in the style of other tools, one of them beside the right one",
      inputs: {
        hashKey: "id",
        rangeKey: "date",
        attributes: [
          { AttributeName: "id", AttributeType: "String" },
          { name: "date", Type: "N", attribute_name: "date" },
        ],
      },
      findings: [
        'attributes[0]: an attribute takes name and type, not "AttributeName" or "AttributeType".\n' +
          'Fix: rename "AttributeName" to name and rename "AttributeType" to type.',
        'attributes[0].AttributeType: a key cannot be of type "String".\nFix: use "S".',
        'attributes[1]: an attribute takes name and type, not "Type" or "attribute_name".\n' +
          'Fix: rename "Type" to type and remove "attribute_name".',
      ],
    },
    {
      name: "misnamed attribute that no key uses, beside a key that is not declared",
      inputs: { hashKey: "id", attributes: [{ attributeName: "Id", type: "S" }] },
      findings: [
        'attributes[0]: an attribute takes name and type, not "attributeName".\nFix: rename "attributeName" to name.',
        'attributes: no entry declares "id" (hash key of the table).\n' +
          'Fix: add "id" to attributes, with type "S", "N" or "B".',
        'attributes: "Id" is not a key of the table or its indexes, and AWS accepts only keys here.\n' +
          'Fix: remove "Id" from attributes; items can have it anyway.',
      ],
    },
    {
      name: "misnamed attribute whose name is unknown",
      inputs: { hashKey: "id", attributes: [{ attributeName: unknown, type: "S" }] },
      findings: [
        'attributes[0]: an attribute takes name and type, not "attributeName".\nFix: rename "attributeName" to name.',
      ],
    },
    {
      name: "entries without name and type",
      inputs: { hashKey: "id", attributes: [{ type: "S" }, { name: "", type: "S" }, { name: "id" }] },
      findings: [
        "attributes[0].name: the attribute has no name.\nFix: set name to the key that the entry declares.",
        "attributes[1].name: the attribute has no name.\nFix: set name to the key that the entry declares.",
        'attributes[2].type: the attribute has no type.\nFix: set type to "S", "N" or "B".',
      ],
    },
    {
      name: "types that keys do not have",
      inputs: {
        hashKey: "a",
        rangeKey: "b",
        attributes: [
          { name: "a", type: "s" },
          { name: "b", type: "NUMBER" },
          { name: "c", type: "Binary" },
          { name: "d", type: "BOOL" },
        ],
        globalSecondaryIndexes: [{ name: "by-c", hashKey: "c", rangeKey: "d" }],
      },
      findings: [
        'attributes[0].type: a key cannot be of type "s".\nFix: use "S".',
        'attributes[1].type: a key cannot be of type "NUMBER".\nFix: use "N".',
        'attributes[2].type: a key cannot be of type "Binary".\nFix: use "B".',
        'attributes[3].type: a key cannot be of type "BOOL".\nFix: use "S", "N" or "B".',
      ],
    },
    {
      name: "attribute declared twice",
      inputs: { hashKey: "id", attributes: [S("id"), S(unknown), { name: "id", type: "N" }] },
      findings: ['attributes[2].name: attributes[0] is named "id" already.\nFix: remove one of the two entries.'],
    },
    {
      name: "no attributes at all",
      inputs: { hashKey: "id" },
      findings: [
        'attributes: no entry declares "id" (hash key of the table).\n' +
          'Fix: add "id" to attributes, with type "S", "N" or "B".',
      ],
    },
    {
      name: "keys of table and indexes that are not declared",
      inputs: {
        hashKey: "id",
        rangeKey: "date",
        attributes: [S("id")],
        globalSecondaryIndexes: [
          { name: "by-status", hashKey: "status", rangeKey: "date" },
          { name: unknown, keySchemas: [HASH("id"), RANGE("status"), { attributeName: "size", keyType: unknown }] },
        ],
        localSecondaryIndexes: [{ name: "by-size", rangeKey: "size" }],
      },
      findings: [
        'attributes: no entry declares "date" (range key of the table and range key of index "by-status"), ' +
          '"status" (hash key of index "by-status" and range key of globalSecondaryIndexes[1]) ' +
          'or "size" (key of globalSecondaryIndexes[1] and range key of index "by-size").\n' +
          'Fix: add "date", "status" and "size" to attributes, with type "S", "N" or "B".',
      ],
    },
    {
      name: "many keys that are not declared",
      inputs: {
        ...id,
        globalSecondaryIndexes: [
          { name: "one", keySchemas: [HASH("a"), HASH("b"), HASH("c"), HASH("d"), RANGE("e"), RANGE("f"), RANGE("g")] },
        ],
      },
      findings: [
        'attributes: no entry declares "a" (hash key of index "one"), "b" (hash key of index "one"), ' +
          '"c" (hash key of index "one"), "d" (hash key of index "one"), "e" (range key of index "one") or 2 more.\n' +
          'Fix: add "a", "b", "c", "d", "e" and 2 more to attributes, with type "S", "N" or "B".',
      ],
    },
    {
      name: "undeclared key beside an unknown one",
      inputs: { ...idAndStatus, rangeKey: unknown, globalSecondaryIndexes: [{ name: "by-size", hashKey: "size" }] },
      findings: [
        'attributes: no entry declares "size" (hash key of index "by-size").\n' +
          'Fix: add "size" to attributes, with type "S", "N" or "B".',
      ],
    },
    {
      name: "attributes of items, which are no keys",
      inputs: { hashKey: "id", attributes: ["id", "a", "b", "c", "d", "e", "f", "g"].map(S) },
      findings: [
        'attributes: "a", "b", "c", "d", "e" and 2 more are not keys of the table or its indexes, and AWS accepts only keys here.\n' +
          'Fix: remove "a", "b", "c", "d", "e" and 2 more from attributes; items can have them anyway.',
      ],
    },
    {
      name: "unused attribute beside an unknown one, and in a restored table",
      inputs: { hashKey: "id", restoreSourceName: "images", attributes: [S(unknown), S("size")] },
      findings: [
        'attributes: "size" is not a key of the table or its indexes, and AWS accepts only keys here.\n' +
          'Fix: remove "size" from attributes; items can have it anyway.',
      ],
    },
    {
      name: "table without hash key",
      inputs: { attributes: [S("id")] },
      findings: ["hashKey: the table has no hash key.\nFix: name one in hashKey."],
    },
    {
      name: "global index without hash key, in a table restored from another one",
      inputs: {
        hashKey: "id",
        restoreSourceName: "images",
        restoreToLatestTime: true,
        globalSecondaryIndexes: [{ name: "by-status", rangeKey: "status" }],
      },
      findings: [
        'globalSecondaryIndexes[0].hashKey: index "by-status" has no hash key.\nFix: name one in hashKey or keySchemas.',
      ],
    },
    {
      name: "global indexes without hash key",
      inputs: {
        ...idAndStatus,
        globalSecondaryIndexes: [
          { name: "by-status", rangeKey: "status" },
          { name: "by-nothing", keySchemas: [] },
          { name: "by-range", keySchemas: [RANGE("status")] },
        ],
      },
      findings: [
        'globalSecondaryIndexes[0].hashKey: index "by-status" has no hash key.\nFix: name one in hashKey or keySchemas.',
        'globalSecondaryIndexes[1].hashKey: index "by-nothing" has no hash key.\nFix: name one in hashKey or keySchemas.',
        'globalSecondaryIndexes[2].hashKey: index "by-range" has no hash key.\nFix: name one in hashKey or keySchemas.',
      ],
    },
    {
      name: "attribute that is a key twice",
      inputs: {
        ...idAndDate,
        globalSecondaryIndexes: [
          { name: "one", hashKey: "id", rangeKey: "id" },
          { name: "two", keySchemas: [HASH("id"), HASH("date"), HASH("date")] },
        ],
        localSecondaryIndexes: [{ name: "three", rangeKey: "id" }],
      },
      findings: [
        'globalSecondaryIndexes[0].rangeKey: index "one" has the key "id" twice.\n' +
          "Fix: name another attribute here, or remove this key.",
        'globalSecondaryIndexes[1].keySchemas[2].attributeName: index "two" has the key "date" twice.\n' +
          "Fix: name another attribute here, or remove this key.",
        'localSecondaryIndexes[0].rangeKey: index "three" has the key "id" twice, since it shares the table\'s hash key.\n' +
          "Fix: name another attribute here, or remove this key.",
      ],
    },
    {
      name: "local indexes of a table without range key",
      inputs: {
        hashKey: "id",
        attributes: [S("id"), S("date")],
        localSecondaryIndexes: [byDate, { ...byDate, name: unknown }],
      },
      findings: [
        "rangeKey: the table has local secondary indexes but no range key, and AWS accepts them only with one.\n" +
          'Fix: set rangeKey of the table, or move index "by-date" and localSecondaryIndexes[1] to globalSecondaryIndexes.',
      ],
    },
    {
      name: "local indexes with a hash key of their own",
      inputs: {
        ...idAndDate,
        localSecondaryIndexes: [
          { ...byDate, hashKey: "status" },
          { name: "by-size", keySchemas: [HASH("id"), RANGE("size")] },
        ],
      },
      findings: [
        'localSecondaryIndexes[0].hashKey: index "by-date" sets hashKey, but a local secondary index shares the table\'s hash key and has only a rangeKey of its own.\n' +
          'Fix: remove hashKey, or move index "by-date" to globalSecondaryIndexes.',
        'localSecondaryIndexes[1].keySchemas: index "by-size" sets keySchemas, but a local secondary index shares the table\'s hash key and has only a rangeKey of its own.\n' +
          'Fix: remove keySchemas, or move index "by-size" to globalSecondaryIndexes.',
      ],
    },
    {
      name: "projections that contradict nonKeyAttributes",
      inputs: {
        ...idAndDate,
        globalSecondaryIndexes: [
          { ...idKey, projectionType: "INCLUDE" },
          { ...idKey, name: "all", projectionType: "ALL", nonKeyAttributes: ["size"] },
        ],
        localSecondaryIndexes: [
          { ...byDate, projectionType: "INCLUDE", nonKeyAttributes: [] },
          { ...byDate, name: unknown, projectionType: "include", nonKeyAttributes: [unknown] },
        ],
      },
      findings: [
        'globalSecondaryIndexes[0].nonKeyAttributes: index "by-id" has no nonKeyAttributes, but its projectionType is "INCLUDE".\n' +
          'Fix: list the attributes to project, or set projectionType to "ALL" or "KEYS_ONLY".',
        'globalSecondaryIndexes[1].nonKeyAttributes: index "all" lists nonKeyAttributes, but its projectionType is "ALL".\n' +
          'Fix: set projectionType to "INCLUDE", or remove nonKeyAttributes.',
        'localSecondaryIndexes[0].nonKeyAttributes: index "by-date" has no nonKeyAttributes, but its projectionType is "INCLUDE".\n' +
          'Fix: list the attributes to project, or set projectionType to "ALL" or "KEYS_ONLY".',
        'localSecondaryIndexes[1].nonKeyAttributes: localSecondaryIndexes[1] lists nonKeyAttributes, but its projectionType is "include".\n' +
          'Fix: set projectionType to "INCLUDE", or remove nonKeyAttributes.',
      ],
    },
    {
      name: "index names that AWS does not take",
      inputs: {
        ...idAndDate,
        globalSecondaryIndexes: [
          { ...idKey, name: "id" },
          { ...idKey, name: "by id" },
          { ...idKey, name: "a\u001b[31m\n" },
          idKey,
        ],
        localSecondaryIndexes: [{ ...byDate, name: "by-id" }],
      },
      findings: [
        'globalSecondaryIndexes[0].name: "id" cannot be the name of an index.\n' +
          'Fix: use 3 to 255 of the characters a-z, A-Z, 0-9, "_", "-" and ".".',
        'globalSecondaryIndexes[1].name: "by id" cannot be the name of an index.\n' +
          'Fix: use 3 to 255 of the characters a-z, A-Z, 0-9, "_", "-" and ".".',
        'globalSecondaryIndexes[2].name: "a\\u001b[31m\\n" cannot be the name of an index.\n' +
          'Fix: use 3 to 255 of the characters a-z, A-Z, 0-9, "_", "-" and ".".',
        'localSecondaryIndexes[0].name: globalSecondaryIndexes[3] is named "by-id" already.\n' +
          "Fix: give one of the two another name.",
      ],
    },
    {
      name: "more local indexes than AWS allows",
      inputs: {
        ...idAndDate,
        localSecondaryIndexes: ["one", "two", "three", "four", "five", unknown].map((name) => ({ ...byDate, name })),
      },
      findings: [
        "localSecondaryIndexes: the table has 6 local secondary indexes, and AWS allows 5.\nFix: remove 1 of them.",
      ],
    },
    {
      name: "more keys than a global index may have",
      inputs: {
        hashKey: "a",
        attributes: ["a", "b", "c", "d", "e", "f"].map(S),
        globalSecondaryIndexes: [
          { name: "one", keySchemas: ["a", "b", "c", "d", "e", "f"].map(HASH) },
          { name: "two", keySchemas: [HASH("a"), ...["b", "c", "d", "e", "f"].map(RANGE)] },
        ],
      },
      findings: [
        'globalSecondaryIndexes[0].keySchemas: index "one" has 6 hash keys, and AWS allows 4.\nFix: remove 2 of them.',
        'globalSecondaryIndexes[1].keySchemas: index "two" has 5 range keys, and AWS allows 4.\nFix: remove 1 of them.',
      ],
    },
    {
      name: "more projected attributes than an index may have",
      inputs: {
        ...id,
        globalSecondaryIndexes: [{ ...idKey, projectionType: "INCLUDE", nonKeyAttributes: twentyOne }],
      },
      findings: [
        'globalSecondaryIndexes[0].nonKeyAttributes: index "by-id" has 21 nonKeyAttributes, and AWS allows 20.\n' +
          "Fix: remove 1 of them.",
      ],
    },
    {
      name: "more projected attributes than a table may have",
      inputs: {
        ...idAndDate,
        globalSecondaryIndexes: ["one", "two", "three", "four", "five"].map((name) => ({
          ...idKey,
          name,
          projectionType: "INCLUDE",
          nonKeyAttributes: seventeen,
        })),
        localSecondaryIndexes: [{ ...byDate, projectionType: "INCLUDE", nonKeyAttributes: seventeen }],
      },
      findings: [
        "localSecondaryIndexes[0].nonKeyAttributes: the table has 102 nonKeyAttributes in all its indexes, and AWS allows 100.\n" +
          "Fix: remove 2 of them.",
      ],
    },
    {
      name: "longer name than AWS allows",
      inputs: { hashKey: "x".repeat(256), attributes: [S("x".repeat(256))] },
      findings: ["attributes[0].name: the name has 256 characters, and AWS allows 255.\nFix: remove 1 of them."],
    },
  ],
});
