import { output } from "../../support/row-program";
import { type StackResource, stackTable } from "../../support/stack-table";
import { assetArchive, stringAsset } from "../../support/wire";

const table = (inputs: object = {}): StackResource => ({
  type: "aws:dynamodb/table:Table",
  name: "loans",
  inputs: {
    billingMode: "PAY_PER_REQUEST",
    hashKey: "loanId",
    rangeKey: "day",
    attributes: [
      { name: "loanId", type: "S" },
      { name: "day", type: "S" },
      { name: "reader", type: "S" },
    ],
    globalSecondaryIndexes: [{ name: "by-reader", hashKey: "reader", projectionType: "ALL" }],
    ...inputs,
  },
});
const desk = (files: Record<string, string>, inputs: object): StackResource => ({
  type: "aws:lambda/function:Function",
  name: "desk",
  inputs: {
    role: "arn:aws:iam::123456789012:role/desk",
    code: assetArchive(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, stringAsset(text)]))),
    environment: { variables: { LOANS: output("loans", "name") } },
    ...inputs,
  },
});
const python = (request: string, before = 'loans = boto3.resource("dynamodb").Table(os.environ["LOANS"])') =>
  desk(
    {
      "app.py": `import os, time\nimport boto3\nfrom boto3.dynamodb.conditions import Attr, Key\n${before}\ndef handler(event, context):\n    ${request}\n`,
    },
    { runtime: "python3.13", handler: "app.handler" },
  );
const node = (request: string) =>
  desk(
    {
      "index.mjs": `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";\nimport { DynamoDBDocument, DynamoDBDocumentClient, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";\nconst client = DynamoDBDocumentClient.from(new DynamoDBClient({}));\nconst documents = DynamoDBDocument.from(new DynamoDBClient({}));\nexport const handler = async (event) => ${request};\n`,
    },
    { runtime: "nodejs22.x", handler: "index.handler" },
  );
const row = (name: string, lambda: StackResource, findings: readonly string[], inputs: object = {}) => ({
  name,
  resources: [table(inputs), lambda],
  findings: findings.map((text) => ({ on: "desk", text })),
});
const passing = (name: string, lambda: StackResource, inputs: object = {}) => ({
  name,
  resources: [table(inputs), lambda],
});

stackTable({
  policy: "lambda-dynamodb-requests",
  passes: [
    passing(
      "request by the table's key, with placeholders for reserved words",
      python(
        'loans.update_item(Key={"loanId": event["id"], "day": "x"}, UpdateExpression="SET #comment = :text, notes = if_not_exists(notes, :text)", ExpressionAttributeNames={"#comment": "comment"}, ExpressionAttributeValues={":text": event["text"]})',
      ),
    ),
    passing(
      "queries of the table and of an index, by texts and by conditions of boto3",
      python(
        'loans.query(KeyConditionExpression="loanId = :id AND #d > :day", ExpressionAttributeNames={"#d": "day"}, ExpressionAttributeValues={":id": 1, ":day": 2}); loans.query(IndexName="by-reader", KeyConditionExpression=Key("reader").eq(1), FilterExpression=Attr("status").eq(2)); loans.query(KeyConditionExpression=Key("loanId").eq(1) & Key("day").gt(2)); loans.query(KeyConditionExpression=Key("loanId").eq(1) & event["more"]); loans.query(KeyConditionExpression=Key("loanId").eq(1) if event["a"] else Key("b").eq(2) & Key("c").eq(1))',
      ),
    ),
    passing(
      "placeholders in texts that the code puts together",
      python(
        'name = "comment"; loans.update_item(Key={"loanId": 1, "day": 2}, UpdateExpression=f"SET #{name} = :{name}", ExpressionAttributeNames={f"#{name}": name}, ExpressionAttributeValues={":comment": 1}); loans.scan(FilterExpression="%s = :a\\n" % name, ExpressionAttributeValues={":a": 1})',
      ),
    ),
    passing(
      "batches and transactions by the table's key, also of other tables",
      python(
        'db.batch_get_item(RequestItems={os.environ["LOANS"]: {"Keys": [{"loanId": 1, "day": id} for id in event]}, "readers": {"Keys": [{"id": 1}]}}); boto3.client("dynamodb").transact_write_items(TransactItems=[{"Put": {"TableName": os.environ["LOANS"], "Item": {"loanId": {"S": "1"}, "day": {"S": "2"}}}}, {"Delete": {"TableName": event["table"], "Key": {"id": {"S": "1"}}}}])',
        'db = boto3.resource("dynamodb")',
      ),
    ),
    passing(
      "parts that the code puts together",
      python(
        'loans.update_item(Key=event["key"], UpdateExpression="SET " + ", ".join(event + ["status = :a"]), ExpressionAttributeValues={":a": 1}); loans.query(**event); loans.get_item(Key={"loanId": "1", **event}); loans.query(IndexName=event["index"], KeyConditionExpression="lender = :o", ExpressionAttributeValues={":o": 1})',
      ),
    ),
    passing(
      "table elsewhere, whose keys nobody knows",
      python('loans.get_item(Key={"id": "1"})', 'loans = boto3.resource("dynamodb").Table("others")'),
    ),
    passing("restored table", python('loans.get_item(Key={"id": "1"})'), { restoreSourceName: "old-loans" }),
    passing(
      "request that may fail",
      python(
        'try:\n        loans.get_item(Key={"id": "1"})\n    except Exception:\n        found = None\n    return len(event)',
      ),
    ),
    passing(
      "numbers that are whole or Decimal",
      python(
        'loans.put_item(Item={"loanId": "1", "day": "x", "count": 1, "at": int(time.time()), "price": Decimal(str(event["price"]))})',
        'from decimal import Decimal\nloans = boto3.resource("dynamodb").Table(os.environ["LOANS"])',
      ),
    ),
  ],
  violates: [
    row(
      "reserved word in a list that is joined",
      node(
        'client.send(new QueryCommand({ TableName: process.env.LOANS, KeyConditionExpression: ["loanId = :a"].join(" AND "), FilterExpression: ["status", ":a"].join(" = "), ExpressionAttributeValues: { ":a": 1 } }))',
      ),
      [
        'index.mjs:5:41: DynamoDB refuses this FilterExpression: "status" is a reserved word.\nFix: write #status in the expression, and give ExpressionAttributeNames: { "#status": "status" }.',
      ],
    ),
    row(
      "one of many requests of a client that is made when it is needed",
      desk(
        {
          "index.mjs": `import { DynamoDB } from "@aws-sdk/client-dynamodb";\nimport { DynamoDBDocument } from "@aws-sdk/lib-dynamodb";\nlet made;\nconst client = () => (made ??= DynamoDBDocument.from(new DynamoDB()));\nconst clients = { get documents() { return client(); } };\nexport const handler = async () => {\n${"  await clients.documents.get({ TableName: process.env.LOANS, Key: { loanId: 1, day: 1 } });\n".repeat(4)}  await clients.documents.get({ TableName: process.env.LOANS, Key: { loanId: 1 } });\n};\n`,
        },
        { runtime: "nodejs22.x", handler: "index.handler" },
      ),
      [
        'index.mjs:11:9: Key lacks "day", and the key of table "loans" is "loanId" and "day".\nFix: give "loanId" and "day" in Key, and nothing else.',
      ],
    ),
    row(
      "batch and transaction without the table's key, and an update of it",
      python(
        'name = os.environ["LOANS"]\n    with db.Table(name).batch_writer() as batch:\n        batch.put_item(Item={"loanId": 1})\n    db.batch_get_item(RequestItems={name: {"Keys": [{"id": 1, "day": day} for day in event]}})\n    db.Table(name).update_item(Key={"loanId": 1, "day": 2}, UpdateExpression="SET notes = loanId, #d = :d", ExpressionAttributeNames={"#d": "day"}, ExpressionAttributeValues={":d": 1})',
        'db = boto3.resource("dynamodb")',
      ),
      [
        'app.py:8:9: Item lacks "day", and the key of table "loans" is "loanId" and "day".\nFix: give "loanId" and "day" in Item.',
        'app.py:9:5: Key lacks "loanId" and has "id", and the key of table "loans" is "loanId" and "day".\nFix: give "loanId" and "day" in Key, and nothing else.',
        'app.py:10:5: UpdateExpression changes "day", and DynamoDB does not change the key of an item.\nFix: leave it out of the expression, or delete the item and put one with the new key.',
      ],
    ),
    {
      name: "key of a table without indexes, which the provider knows later",
      resources: [
        {
          ...table(),
          inputs: { billingMode: "PAY_PER_REQUEST", hashKey: "loanId", attributes: [{ name: "loanId", type: "S" }] },
        },
        node("documents.get({ TableName: process.env.LOANS, Key: { id: event.id } })"),
      ],
      findings: [
        {
          on: "desk",
          text: 'index.mjs:5:41: Key lacks "loanId" and has "id", and the key of table "loans" is "loanId".\nFix: give "loanId" in Key, and nothing else.',
        },
      ],
    },
    row(
      "transaction of items that the code makes in a loop",
      node(
        '{\n  const TransactItems = event.loans.map((id) => ({ Update: { TableName: process.env.LOANS, Key: { loanId: id, day: "x" }, UpdateExpression: "SET status = :s", ExpressionAttributeValues: { ":s": 1 } } }));\n  return documents.transactWrite({ TransactItems });\n}',
      ),
      [
        'index.mjs:7:10: DynamoDB refuses this UpdateExpression: "status" is a reserved word.\n' +
          'Fix: write #status in the expression, and give ExpressionAttributeNames: { "#status": "status" }.',
      ],
    ),
    row(
      "reserved words, in Python",
      python(
        'loans.update_item(Key={"loanId": 1, "day": 2}, UpdateExpression="SET comment = :c, details.name = :n", ExpressionAttributeValues={":c": 1, ":n": 2})',
      ),
      [
        'app.py:6:5: DynamoDB refuses this UpdateExpression: "comment" and "name" are reserved words.\n' +
          'Fix: write #comment and #name in the expression, and give ExpressionAttributeNames={"#comment": "comment", "#name": "name"}.',
      ],
    ),
    row(
      "reserved word, in JavaScript",
      node(
        'client.send(new QueryCommand({ TableName: process.env.LOANS, KeyConditionExpression: "loanId = :id", FilterExpression: "status = :s", ExpressionAttributeValues: { ":id": 1, ":s": 2 } }))',
      ),
      [
        'index.mjs:5:41: DynamoDB refuses this FilterExpression: "status" is a reserved word.\n' +
          'Fix: write #status in the expression, and give ExpressionAttributeNames: { "#status": "status" }.',
      ],
    ),
    row(
      "placeholders that are not given, and others that are not used",
      python(
        'loans.scan(FilterExpression="#s = :s", ExpressionAttributeNames={"#status": "status"}, ExpressionAttributeValues={":s": 1})',
      ),
      [
        "app.py:6:5: DynamoDB refuses this request: an expression uses #s, which ExpressionAttributeNames does not define.\n" +
          "Fix: give #s in ExpressionAttributeNames.",
        'app.py:6:5: DynamoDB refuses this request: ExpressionAttributeNames has "#status", which no expression uses.\n' +
          'Fix: remove "#status" from ExpressionAttributeNames, or use it in an expression.',
      ],
    ),
    row(
      "index that the table has not",
      python('loans.query(IndexName="reader-loans", KeyConditionExpression=Key("reader").eq(1))'),
      [
        'app.py:6:5: table "loans" has no index "reader-loans", only "by-reader".\n' +
          'Fix: set IndexName to "by-reader", or add index "reader-loans" to table "loans".',
      ],
    ),
    row(
      "keys of another table",
      node("client.send(new GetCommand({ TableName: process.env.LOANS, Key: { id: event.id } }))"),
      [
        'index.mjs:5:41: Key lacks "loanId" and "day" and has "id", and the key of table "loans" is "loanId" and "day".\n' +
          'Fix: give "loanId" and "day" in Key, and nothing else.',
      ],
    ),
    row(
      "keys of another table, by a method of the document client",
      node("documents.get({ TableName: process.env.LOANS, Key: { id: event.id } })"),
      [
        'index.mjs:5:41: Key lacks "loanId" and "day" and has "id", and the key of table "loans" is "loanId" and "day".\n' +
          'Fix: give "loanId" and "day" in Key, and nothing else.',
      ],
    ),
    row(
      "query for an attribute that is no key, by a condition of boto3",
      python('loans.query(KeyConditionExpression=Key("reader").eq(1))'),
      [
        'app.py:6:5: the condition of this query lacks "loanId" and has "reader", and the key of table "loans" is "loanId" and "day".\n' +
          'Fix: compare "loanId" in KeyConditionExpression and the other attributes in FilterExpression, or name the index that has these keys in IndexName.',
      ],
    ),
    row(
      "queries by several conditions of boto3, one of which is about no key",
      python(
        'condition = Key("loanId").eq(1)\n    loans.query(KeyConditionExpression=condition & Key("reader").begins_with("a") & Key("day").lt(2))\n    loans.query(IndexName="by-reader", KeyConditionExpression=Key("day").between(1, 2))',
      ),
      [
        'app.py:7:5: the condition of this query has "reader", and the key of table "loans" is "loanId" and "day".\n' +
          'Fix: compare "loanId" in KeyConditionExpression and the other attributes in FilterExpression, or name the index that has these keys in IndexName.',
        'app.py:8:5: the condition of this query lacks "reader" and has "day", and the key of index "by-reader" is "reader".\n' +
          'Fix: compare "reader" in KeyConditionExpression and the other attributes in FilterExpression, or name the index that has these keys in IndexName.',
      ],
    ),
    row(
      "item without its range key, and with floats",
      python('loans.put_item(Item={"loanId": "1", "price": 9.5, "at": time.time()})'),
      [
        'app.py:6:5: boto3 refuses the float in "price": numbers of DynamoDB are Decimal.\n' +
          'Fix: give Decimal(str(…)) in "price", or int(…) where it is whole.',
        'app.py:6:5: boto3 refuses the float in "at": numbers of DynamoDB are Decimal.\n' +
          'Fix: give Decimal(str(…)) in "at", or int(…) where it is whole.',
        'app.py:6:5: Item lacks "day", and the key of table "loans" is "loanId" and "day".\n' +
          'Fix: give "loanId" and "day" in Item.',
      ],
    ),
  ],
});
