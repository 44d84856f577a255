import { EXPRESSIONS, type Expression, readExpression } from "../aws/model/dynamodb-expressions";
import type { TableSchema } from "../aws/model/dynamodb-keys";
import { type AwsCall, type ExternalCall, entriesOf, keysOf, memberOf, textOf, type Value } from "./facts";

/** The reason why DynamoDB or boto3 refuses a request. */
export type Refusal =
  | { readonly kind: "reserved"; readonly parameter: string; readonly words: readonly string[] }
  /** Placeholders that an expression uses and nothing defines, or that no expression uses. */
  | { readonly kind: "notGiven" | "notUsed"; readonly parameter: string; readonly placeholders: readonly string[] }
  | { readonly kind: "noIndex"; readonly index: string; readonly indexes: readonly string[] }
  | (Difference & { readonly kind: "wrongKey"; readonly parameter: string })
  /** A query without condition on the hash key, or with one on a non-key attribute. */
  | (Difference & { readonly kind: "wrongQuery"; readonly index: string })
  /** An update of a key attribute. */
  | { readonly kind: "updatesKey"; readonly attributes: readonly string[] }
  | { readonly kind: "float"; readonly attribute: string };

/** The difference between the attributes of a request and of a key. */
export interface Difference {
  readonly keys: readonly string[];
  readonly lacks: readonly string[];
  readonly has: readonly string[];
}

type Table = ReadonlyMap<string, TableSchema>;

/** Operations whose parameters are those of one request. */
const OPERATIONS: ReadonlySet<string> = new Set(["getitem", "putitem", "updateitem", "deleteitem", "query", "scan"]);

/** A request to one table. A call may make several. */
export interface DynamodbRequest extends Pick<AwsCall, "sdk" | "parameters" | "isComplete"> {
  /** In lower case. */
  readonly operation: string;
}

/** The requests that a call makes, as far as they are known. */
export function dynamodbRequests(call: AwsCall): readonly DynamodbRequest[] {
  if (call.service !== "dynamodb") return [];
  const operation = call.operation.toLowerCase();
  const { sdk, parameters, isComplete } = call;
  if (OPERATIONS.has(operation)) return [{ sdk, operation, parameters, isComplete }];
  const part = (operation: string, value: Value | undefined, table?: Value): DynamodbRequest => {
    const named = entriesOf(value).flatMap(([key, each]) => [[textOf(key) ?? "", each] as const]);
    const parameters = new Map([...(table === undefined ? [] : [["TableName", table] as const]), ...named]);
    return { sdk, operation, parameters, isComplete: keysOf(value).isComplete };
  };
  const ofKind = (item: Value, kinds: Readonly<Record<string, string>>, table?: Value) =>
    Object.entries(kinds).flatMap(([kind, operation]) => {
      const value = memberOf(item, kind);
      return value === undefined ? [] : [part(operation, value, table)];
    });
  switch (operation) {
    case "transactwriteitems":
    case "transactgetitems":
      return entriesOf(parameters.get("TransactItems")).flatMap(([, item]) => ofKind(item, TRANSACTED));
    case "batchgetitem":
      return entriesOf(parameters.get("RequestItems")).flatMap(([table, value]) => [
        part("getitem", value, table),
        ...entriesOf(memberOf(value, "Keys")).map(([, Key]) => ({
          sdk,
          operation: "getitem",
          parameters: new Map([
            ["TableName", table],
            ["Key", Key],
          ]),
          isComplete: false,
        })),
      ]);
    case "batchwriteitem": {
      // The batch writer of boto3 takes them one by one.
      if (!parameters.has("RequestItems"))
        return [{ sdk, operation: parameters.has("Key") ? "deleteitem" : "putitem", parameters, isComplete: false }];
      return entriesOf(parameters.get("RequestItems")).flatMap(([table, items]) =>
        entriesOf(items).flatMap(([, item]) => ofKind(item, WRITTEN, table)),
      );
    }
    default:
      return [];
  }
}

const TRANSACTED = {
  Put: "putitem",
  Update: "updateitem",
  Delete: "deleteitem",
  ConditionCheck: "getitem",
  Get: "getitem",
};
const WRITTEN = { PutRequest: "putitem", DeleteRequest: "deleteitem" };

/** The certain faults of a request. @param table its table, if known */
export function refusalsOf(request: DynamodbRequest, table: Table | undefined): readonly Refusal[] {
  const judged = new Request(request);
  return [
    ...judged.reserved(),
    ...judged.placeholders("ExpressionAttributeNames", "names"),
    ...judged.placeholders("ExpressionAttributeValues", "values"),
    ...(request.sdk === "boto3" ? judged.floats() : []),
    ...(table === undefined ? [] : judged.ofTable(request.operation, table)),
  ];
}

class Request {
  private readonly parameters: ReadonlyMap<string, Value>;
  private readonly expressions: ReadonlyMap<string, Expression>;
  /** Whether each expression of the request could be read. */
  private readonly areRead: boolean;

  constructor(private readonly call: DynamodbRequest) {
    this.parameters = call.parameters;
    const given = EXPRESSIONS.filter((kind) => this.parameters.has(kind));
    const read = given.flatMap((kind) => {
      const text = textOf(this.parameters.get(kind));
      const expression = text === undefined ? undefined : readExpression(kind, text);
      return expression === undefined ? [] : [[kind, expression] as const];
    });
    this.expressions = new Map(read);
    this.areRead = call.isComplete && read.length === given.length;
  }

  reserved(): readonly Refusal[] {
    return [...this.expressions].flatMap(([parameter, { reserved: words }]) =>
      words.length === 0 ? [] : [{ kind: "reserved", parameter, words }],
    );
  }

  placeholders(parameter: string, which: "names" | "values"): readonly Refusal[] {
    const value = this.parameters.get(parameter);
    const isAbsent = value === undefined && this.call.isComplete;
    const given = isAbsent ? { keys: [], isComplete: true } : dictionary(value);
    const used = [...this.expressions.values()].flatMap((expression) => expression[which]);
    const notGiven = given?.isComplete ? used.filter((name) => !given.keys.includes(name)) : [];
    const notUsed = given !== undefined && this.areRead ? given.keys.filter((name) => !used.includes(name)) : [];
    const refusals: Refusal[] = [];
    if (notGiven.length > 0) refusals.push({ kind: "notGiven", parameter, placeholders: [...new Set(notGiven)] });
    if (notUsed.length > 0) refusals.push({ kind: "notUsed", parameter, placeholders: notUsed });
    return refusals;
  }

  /** boto3 accepts only Decimal. */
  floats(): readonly Refusal[] {
    return ["Item", "Key", "ExpressionAttributeValues"].flatMap((parameter) => {
      const value = this.parameters.get(parameter);
      const attributes = dictionary(value)?.keys ?? [];
      return attributes.flatMap((attribute) =>
        isFloat(memberOf(value, attribute)) ? [{ kind: "float" as const, attribute }] : [],
      );
    });
  }

  ofTable(operation: string, table: Table): readonly Refusal[] {
    const own = table.get("");
    if (operation === "query" || operation === "scan") return this.ofIndex(operation, table);
    if (own === undefined) return [];
    const parameter = operation === "putitem" ? "Item" : "Key";
    const given = dictionary(this.parameters.get(parameter));
    if (given === undefined) return [];
    const lacks = given.isComplete ? own.keys.filter((key) => !given.keys.includes(key)) : [];
    const has = parameter === "Key" ? given.keys.filter((key) => !own.keys.includes(key)) : [];
    const wrong: Refusal = { kind: "wrongKey", parameter, keys: own.keys, lacks, has };
    const updated = this.updated().filter((name) => own.keys.includes(name));
    return [
      ...(lacks.length + has.length === 0 ? [] : [wrong]),
      ...(updated.length === 0 ? [] : [{ kind: "updatesKey" as const, attributes: updated }]),
    ];
  }

  private updated(): readonly string[] {
    const names = this.parameters.get("ExpressionAttributeNames");
    const targets = this.expressions.get("UpdateExpression")?.targets ?? [];
    return targets.flatMap((name) => (name.startsWith("#") ? (textOf(memberOf(names, name)) ?? []) : name));
  }

  private ofIndex(operation: string, table: Table): readonly Refusal[] {
    const value = this.parameters.get("IndexName");
    const index = value === undefined && this.call.isComplete ? "" : textOf(value);
    if (index === undefined) return [];
    const keys = table.get(index);
    if (keys === undefined)
      return [{ kind: "noIndex", index, indexes: [...table.keys()].filter((name) => name !== "") }];
    const asked = operation === "query" ? this.asked() : undefined;
    if (asked === undefined) return [];
    const lacks = keys.hashKeys.filter((key) => !asked.includes(key));
    const has = asked.filter((attribute) => !keys.keys.includes(attribute));
    return lacks.length + has.length === 0 ? [] : [{ kind: "wrongQuery", index, keys: keys.keys, lacks, has }];
  }

  /** The attributes in a query's key condition. */
  private asked(): readonly string[] | undefined {
    const condition = this.expressions.get("KeyConditionExpression");
    if (condition === undefined) {
      const given = this.parameters.get("KeyConditionExpression");
      return given?.kind === "external" ? attributesOf(given.from) : undefined;
    }
    const names = this.parameters.get("ExpressionAttributeNames");
    const behind = condition.topNames.map((name) => textOf(memberOf(names, name)));
    const known = behind.filter((name) => name !== undefined);
    return known.length === behind.length ? [...new Set([...condition.attributes, ...known])] : undefined;
  }
}

/** The attributes of conditions of boto3: `Key("owner").eq(owner) & Key("day").gt(day)`. */
function attributesOf(call: ExternalCall | undefined): readonly string[] | undefined {
  if (call?.name.endsWith(".__and__") && call.from !== undefined) {
    const [right] = call.args.positional;
    const both = [call.from, right?.kind === "external" ? right.from : undefined].map(attributesOf);
    return both.every((names) => names !== undefined) ? both.flat() : undefined;
  }
  if (!CONDITION.test(call?.name ?? "")) return undefined;
  const name = textOf(call?.from?.args.positional[0]);
  return name === undefined ? undefined : [name];
}

const CONDITION = /\bconditions\.Key\(\)\.(?:eq|lte?|gte?|begins_with|between)$/;

function dictionary(value: Value | undefined): ReturnType<typeof keysOf> | undefined {
  return value?.kind === "object" && value.what === "dictionary" ? keysOf(value) : undefined;
}

function isFloat(value: Value | undefined): boolean {
  if (value?.kind === "constant") return typeof value.value === "number" && !Number.isInteger(value.value);
  return value?.kind === "external" && (value.name === "float()" || value.name === "time.time()");
}
