import { tableSchemas } from "../../aws/model/dynamodb-keys";
import { FUNCTION, TABLE } from "../../aws/model/kinds";
import {
  type Difference,
  type DynamodbRequest,
  dynamodbRequests,
  type Refusal,
  refusalsOf,
} from "../../code/dynamodb-requests";
import { type AwsCall, type Facts, factsOf } from "../../code/facts";
import { CodeJudge } from "../../code/judged-code";
import { codeOptions } from "../../code/options";
import { referredBy, settled } from "../../code/referred";
import type { GraphResource } from "../../kit/graph";
import { once } from "../../kit/once";
import { stackPolicy } from "../../kit/policy";
import { didYouMean, enumerate, quote } from "../../kit/text";

export const lambdaDynamodbRequests = stackPolicy({
  name: "lambda-dynamodb-requests",
  description:
    "A Lambda function's requests to DynamoDB fit the table's keys and indexes, and DynamoDB accepts their expressions.",
  severity: "high",
  level: "mandatory",
  resources: FUNCTION.types,
  options: codeOptions,
  remediationSteps:
    "Name the keys and indexes that the table has, write reserved words as #name with ExpressionAttributeNames, and give Decimal for float.",
  tags: ["lambda", "dynamodb", "code"],
  page: {
    why: "DynamoDB refuses a request with a key or an index that its table does not have, or with an expression that names an attribute like one of its 573 reserved words, such as status, name or comment (ValidationException). boto3 refuses float (TypeError). None of this shows before the code runs.",
    limits:
      "In Python and Node.js it checks requests (get, put, update, delete, query, scan, batches and transactions) of clients, of boto3's tables and batch writers and of document clients, where the code writes out expressions, keys and index. It checks keys and indexes where the table is one of the stack, by a variable of the environment or by its name. It leaves alone tables that are restored, requests after whose failure the code goes on, and code that nothing is known to run.",
    sources: [
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html",
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html",
      "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html",
      "https://github.com/boto/boto3/blob/develop/boto3/dynamodb/types.py",
    ],
    since: "0.1.0",
  },

  async check(graph, options, report) {
    const judge = new CodeJudge(options, report);
    await report.each(graph.ofType(...FUNCTION.types), async (lambda) => {
      const code = await judge.codeOf(lambda);
      if (code === undefined) return;
      const [facts] = judge.whole(lambda, code, () => [factsOf(lambda, code)]);
      for (const call of facts?.awsCalls.filter(isJudged) ?? []) {
        const found = dynamodbRequests(call).flatMap((request) => {
          const table = referredBy(graph, lambda, request.parameters.get("TableName"), TABLE);
          const refusals = refusalsOf(withVariables(lambda, request), table && schemasOf(table));
          return refusals.map((refusal) => refused(refusal, facts?.language ?? "python", table));
        });
        judge.judge(lambda, code, call.file, () => found.map((text) => ({ ...placeOf(call), ...text })));
      }
    });
    judge.reportAll();
  },
});

/** A request may be meant to fail if nothing is known to run the code, or if it goes on after the failure. */
function isJudged({ certainty, caught }: AwsCall): boolean {
  return certainty !== "unreached" && caught !== "suppresses";
}

function withVariables(lambda: GraphResource, request: DynamodbRequest): DynamodbRequest {
  const parameters = [...request.parameters].map(([name, value]) => [name, settled(lambda, value)] as const);
  return { ...request, parameters: new Map(parameters) };
}

const schemasOf = once((table: GraphResource) => tableSchemas(table));

function placeOf({ file, line, column }: AwsCall) {
  return { file, line, column };
}

function refused(refusal: Refusal, language: Facts["language"], table: GraphResource | undefined) {
  const name = table === undefined ? "the table" : `table ${quote(table.name)}`;
  switch (refusal.kind) {
    case "reserved":
      return reserved(refusal.parameter, refusal.words, language);
    case "notGiven":
      return {
        problem: `DynamoDB refuses this request: an expression uses ${enumerate(refusal.placeholders)}, which ${refusal.parameter} does not define`,
        fix: `give ${enumerate(refusal.placeholders)} in ${refusal.parameter}`,
      };
    case "notUsed":
      return {
        problem: `DynamoDB refuses this request: ${refusal.parameter} has ${enumerate(refusal.placeholders.map(quote))}, which no expression uses`,
        fix: `remove ${enumerate(refusal.placeholders.map(quote))} from ${refusal.parameter}, or use it in an expression`,
      };
    case "noIndex":
      return noIndex(refusal.index, refusal.indexes, name);
    case "wrongKey":
      return {
        problem: `${refusal.parameter} ${difference(refusal)}, and the key of ${name} is ${keyText(refusal)}`,
        fix: `give ${keyText(refusal)} in ${refusal.parameter}${refusal.parameter === "Key" ? ", and nothing else" : ""}`,
      };
    case "wrongQuery":
      return {
        problem: `the condition of this query ${difference(refusal)}, and the key of ${refusal.index === "" ? name : `index ${quote(refusal.index)}`} is ${keyText(refusal)}`,
        fix: `compare ${quote(refusal.keys[0] ?? "")} in KeyConditionExpression and the other attributes in FilterExpression, or name the index that has these keys in IndexName`,
      };
    case "updatesKey":
      return {
        problem: `UpdateExpression changes ${enumerate(refusal.attributes.map(quote))}, and DynamoDB does not change the key of an item`,
        fix: `leave it out of the expression, or delete the item and put one with the new key`,
      };
    case "float":
      return {
        problem: `boto3 refuses the float in ${quote(refusal.attribute)}: numbers of DynamoDB are Decimal`,
        fix: `give Decimal(str(…)) in ${quote(refusal.attribute)}, or int(…) where it is whole`,
      };
  }
}

function reserved(parameter: string, words: readonly string[], language: Facts["language"]) {
  const [all, names] = [enumerate(words.map(quote)), words.map((word) => `"#${word}": "${word}"`).join(", ")];
  const given =
    language === "python" ? `ExpressionAttributeNames={${names}}` : `ExpressionAttributeNames: { ${names} }`;
  return {
    problem: `DynamoDB refuses this ${parameter}: ${all} ${words.length > 1 ? "are reserved words" : "is a reserved word"}`,
    fix: `write ${enumerate(words.map((word) => `#${word}`))} in the expression, and give ${given}`,
  };
}

function noIndex(index: string, indexes: readonly string[], table: string) {
  const meant = didYouMean(index, indexes) ?? (indexes.length === 1 ? indexes[0] : undefined);
  return {
    problem: `${table} has no index ${quote(index)}${indexes.length === 0 ? "" : `, only ${enumerate(indexes.map(quote))}`}`,
    fix: `${meant === undefined ? "" : `set IndexName to ${quote(meant)}, or `}add index ${quote(index)} to ${table}`,
  };
}

function difference({ lacks, has }: Difference): string {
  const parts = [["lacks", lacks] as const, ["has", has] as const].filter(([, names]) => names.length > 0);
  return parts.map(([verb, names]) => `${verb} ${enumerate(names.map(quote))}`).join(" and ");
}

function keyText({ keys }: Difference): string {
  return enumerate(keys.map(quote));
}
