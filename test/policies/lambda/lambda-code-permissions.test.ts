import { madeFrom, output } from "../../support/row-program";
import { type StackResource, stackTable } from "../../support/stack-table";
import { assetArchive, stringAsset } from "../../support/wire";

const document = (...statements: object[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
  });
const role = {
  type: "aws:iam/role:Role",
  name: "desk-role",
  inputs: {
    name: "desk-role",
    assumeRolePolicy: document({ Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }),
  },
};
const rights = (policy: unknown) => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  name: "rights",
  inputs: { role: output("desk-role"), policy },
});
const allowing = (Action: unknown, Resource: unknown = "*") => rights(document({ Action, Resource }));
const python = (code: string, variables: object = {}): StackResource => ({
  type: "aws:lambda/function:Function",
  name: "desk",
  inputs: {
    runtime: "python3.13",
    handler: "app.handler",
    role: output("desk-role", "arn"),
    code: assetArchive({ "app.py": stringAsset(code) }),
    environment: { variables },
  },
});
const node = (code: string) => {
  const lambda = python("");
  const shipped = assetArchive({ "index.mjs": stringAsset(code) });
  return { ...lambda, inputs: { ...lambda.inputs, runtime: "nodejs22.x", handler: "index.handler", code: shipped } };
};
const handler = (body: string, before = "") =>
  `import os\nimport boto3\n\n${before}\n\ndef handler(event, context):\n    ${body}\n`;
const PUT = handler('s3.put_object(Bucket=event["covers"], Key="a", Body=b"")', 's3 = boto3.client("s3")');
const QUERY = handler(
  'return loans.query(IndexName="by-reader", KeyConditionExpression=event["condition"])',
  'loans = boto3.resource("dynamodb").Table(os.environ["LOANS"])',
);
const GET = handler(
  'return loans.get_item(Key={"id": event["id"]})',
  'loans = boto3.resource("dynamodb").Table(os.environ["LOANS"])',
);
const bucket = { type: "aws:s3/bucket:Bucket", name: "covers", inputs: {} };
const table = (name = "loans") => ({
  type: "aws:dynamodb/table:Table",
  name,
  inputs: {
    billingMode: "PAY_PER_REQUEST",
    hashKey: "id",
    attributes: [
      { name: "id", type: "S" },
      { name: "reader", type: "S" },
    ],
    globalSecondaryIndexes: [{ name: "by-reader", hashKey: "reader", projectionType: "ALL" }],
  },
});
const onLoans = { LOANS: output("loans", "name") };
const allowingOn = (arnOf: (arn: string) => unknown, name = "loans") =>
  rights(madeFrom([output(name, "arn")], (arn) => document({ Action: "dynamodb:*", Resource: arnOf(String(arn)) })));

const SEND = handler('boto3.client("sqs").send_message(QueueUrl=os.environ["JOBS"], MessageBody="a")');
const key = (inputs: object = {}) => ({ type: "aws:kms/key:Key", name: "own", inputs });
const encrypted = { type: "aws:sqs/queue:Queue", name: "jobs", inputs: { kmsMasterKeyId: output("own", "arn") } };
const onJobs = { JOBS: output("jobs", "url") };

const add = (action: string) =>
  `Fix: add {"Effect": "Allow", "Action": "${action}", "Resource": "*"} to a policy of role "desk-role", with the resource in place of *.`;

stackTable({
  policy: "lambda-code-permissions",
  passes: [
    { name: "action that is allowed", resources: [role, allowing("s3:Put*"), python(PUT)] },
    {
      name: "calls that are named in other ways than their actions, and calls that need no right",
      resources: [
        role,
        allowing(["s3:GetObject", "s3:ListBucket", "lambda:InvokeFunction", "dynamodb:PutItem"]),
        python(
          handler(
            's3.head_object(Bucket="a", Key="b"); s3.list_objects_v2(Bucket="a"); boto3.client("lambda").invoke(FunctionName="f"); boto3.client("sts").get_caller_identity(); boto3.client("dynamodb").transact_write_items(TransactItems=[])',
            's3 = boto3.client("s3")',
          ),
        ),
      ],
    },
    {
      name: "client with other credentials, elsewhere, or from somewhere",
      resources: [
        role,
        allowing("sts:AssumeRole"),
        python(
          handler(
            "s3.put_object(); own.put_object(); local.put_item(); event.s3.put_object()",
            's3 = boto3.client("s3", aws_access_key_id="x", aws_secret_access_key="y")\nown = boto3.Session(profile_name="x").client("s3")\nlocal = boto3.resource("dynamodb", endpoint_url="http://localhost").Table("a")',
          ),
        ),
      ],
    },
    {
      name: "calls that the environment may switch off, and that stand in for what failed",
      resources: [
        role,
        allowing("logs:*"),
        python(
          handler(
            'if os.environ.get("KEEP") == "yes": s3.put_object()\n    try:\n        return event["a"]\n    except KeyError:\n        return s3.get_object()',
            's3 = boto3.client("s3")',
          ),
        ),
      ],
    },
    {
      name: "index of the table is allowed too",
      resources: [role, table(), allowingOn((arn) => [arn, `${arn}/index/*`]), python(QUERY, onLoans)],
    },
    {
      name: "bucket that lets the role in by its own policy",
      resources: [
        role,
        allowing("logs:*"),
        bucket,
        {
          type: "aws:s3/bucketPolicy:BucketPolicy",
          name: "writers",
          inputs: {
            bucket: output("covers"),
            policy: document({
              Action: "s3:PutObject",
              Resource: "*",
              Principal: { AWS: "arn:aws:iam::123456789012:role/desk-role" },
            }),
          },
        },
        python(PUT),
      ],
    },
    {
      name: "key that the role may use",
      resources: [role, allowing(["sqs:*", "kms:GenerateData*"]), key(), encrypted, python(SEND, onJobs)],
    },
    {
      name: "key whose own policy lets the role in",
      resources: [
        role,
        allowing("sqs:*"),
        key({
          policy: document({
            Action: "kms:*",
            Resource: "*",
            Principal: { AWS: "arn:aws:iam::123456789012:role/desk-role" },
          }),
        }),
        encrypted,
        python(SEND, onJobs),
      ],
    },
    {
      name: "policy of the account, which may allow anything",
      resources: [
        role,
        {
          type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
          name: "own",
          inputs: { role: output("desk-role", "name"), policyArn: "arn:aws:iam::123456789012:policy/covers" },
        },
        python(PUT),
      ],
    },
  ],
  violates: [
    {
      name: "message to a queue whose key the role may not use",
      resources: [
        role,
        allowing("sqs:SendMessage"),
        key({ policy: document({ Action: "kms:*", Resource: "*", Principal: { AWS: "123456789012" } }) }),
        encrypted,
        python(SEND, onJobs),
      ],
      findings: [
        {
          on: "desk",
          text:
            'app.py:7:5: send_message needs kms:GenerateDataKey on key "own" of queue "jobs", which no policy of role "desk-role" allows.\n' +
            'Fix: add {"Effect": "Allow", "Action": "kms:GenerateDataKey", "Resource": the ARN of key "own" of queue "jobs"} to a policy of role "desk-role".',
        },
      ],
    },
    {
      name: "action that no policy allows, told once",
      resources: [
        role,
        allowing("s3:GetObject"),
        bucket,
        python(`${PUT}    for record in event["Records"]:\n        s3.put_object()\n`),
      ],
      findings: [
        {
          on: "desk",
          text: `app.py:7:5: put_object needs s3:PutObject, which no policy of role "desk-role" allows.\n${add("s3:PutObject")}`,
        },
      ],
    },
    {
      name: "calls by resources of boto3, and by Powertools",
      resources: [
        role,
        allowing("dynamodb:PutItem"),
        python(
          handler(
            'boto3.resource("s3").Bucket("a").Object("b").put(Body=b"")\n    with table.batch_writer() as batch:\n        batch.put_item(Item=event)\n    return get_parameter("/fee")',
            'from aws_lambda_powertools.utilities.parameters import get_parameter\ntable = boto3.resource("dynamodb").Table("a")',
          ),
        ),
      ],
      findings: [
        {
          on: "desk",
          text: `app.py:8:5: put needs s3:PutObject, which no policy of role "desk-role" allows.\n${add("s3:PutObject")}`,
        },
        {
          on: "desk",
          text: `app.py:10:9: put_item needs dynamodb:BatchWriteItem, which no policy of role "desk-role" allows.\n${add("dynamodb:BatchWriteItem")}`,
        },
        {
          on: "desk",
          text: `app.py:11:12: get_parameter needs ssm:GetParameter, which no policy of role "desk-role" allows.\n${add("ssm:GetParameter")}`,
        },
      ],
    },
    {
      name: "calls by pages and uploads of the SDK, where the code checks its settings first",
      resources: [
        role,
        allowing("logs:*"),
        node(
          'import { S3Client, paginateListObjectsV2 } from "@aws-sdk/client-s3";\nimport { Upload } from "@aws-sdk/lib-storage";\nif (!process.env.COVERS) throw new Error("COVERS");\nconst client = new S3Client({});\nexport const handler = async (event) => {\n  for await (const page of paginateListObjectsV2({ client }, event)) console.log(page);\n  await new Upload({ client, params: event }).done();\n};\n',
        ),
      ],
      findings: [
        {
          on: "desk",
          text: `index.mjs:6:28: paginateListObjectsV2 needs s3:ListBucket, which no policy of role "desk-role" allows.\n${add("s3:ListBucket")}`,
        },
        {
          on: "desk",
          text: `index.mjs:7:9: Upload needs s3:PutObject, which no policy of role "desk-role" allows.\n${add("s3:PutObject")}`,
        },
      ],
    },
    {
      name: "call for some events, of a client that is told its address",
      resources: [
        role,
        allowing("logs:*"),
        python(
          handler(
            'for id in event["ids"]:\n        if event.get("x"): api.post_to_connection(ConnectionId=id, Data=b"")',
            'api = boto3.client("apigatewaymanagementapi", endpoint_url=os.environ["URL"])',
          ),
        ),
      ],
      findings: [
        {
          on: "desk",
          text: `app.py:8:28: post_to_connection needs execute-api:ManageConnections, which no policy of role "desk-role" allows.\n${add("execute-api:ManageConnections")}`,
        },
      ],
    },
    {
      name: "command of the SDK for JavaScript",
      resources: [
        role,
        allowing("logs:*"),
        node(
          'import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";\nconst events = new EventBridgeClient({});\nexport const handler = async ({ isbn }) => events.send(new PutEventsCommand({ Entries: [{ Detail: isbn }] }));\n',
        ),
      ],
      findings: [
        {
          on: "desk",
          text: `index.mjs:3:44: PutEventsCommand needs events:PutEvents, which no policy of role "desk-role" allows.\n${add("events:PutEvents")}`,
        },
      ],
    },
    {
      name: "rights on another table",
      resources: [role, table(), table("readers"), allowingOn((arn) => arn, "readers"), python(GET, onLoans)],
      at: ["up", "state"],
      findings: [
        {
          on: "desk",
          text:
            'app.py:7:12: get_item needs dynamodb:GetItem on table "loans", which no policy of role "desk-role" allows.\n' +
            'Fix: add {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": the ARN of table "loans"} to a policy of role "desk-role".',
        },
      ],
    },
    {
      name: "rights on the table and not on its index",
      resources: [role, table(), allowingOn((arn) => arn), python(QUERY, onLoans)],
      at: ["up", "state"],
      findings: [
        {
          on: "desk",
          text:
            'app.py:7:12: query needs dynamodb:Query on index "by-reader" of table "loans", which no policy of role "desk-role" allows.\n' +
            'Fix: add {"Effect": "Allow", "Action": "dynamodb:Query", "Resource": the ARN of index "by-reader" of table "loans"} to a policy of role "desk-role".',
        },
      ],
    },
  ],
});
