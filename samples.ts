// Stacks like those of most programs, with a fault in none of them; see engine/warm-up.ts.
import { AssetArchive, StringAsset } from "@pulumi/pulumi/asset";
import { fileEndings } from "./code/source/file-endings";
import { programDirectory } from "./code/source/locate";
import type { Sample, SampleResource } from "./engine/warm-up";

const JAVASCRIPT = [".js", ".mjs", ".cjs", ".ts"];

/** Samples for the program that is checked. */
export async function samples(): Promise<readonly Sample[]> {
  const directory = await programDirectory();
  return samplesFor(directory === undefined ? new Set() : await fileEndings(directory));
}

/** A sample of a stack without functions, and one with a function of each language that a program has files of. */
export function samplesFor(endings: ReadonlySet<string>): readonly Sample[] {
  return [
    messages,
    ...(endings.has(".py") ? [[...messages, ...api(python)]] : []),
    ...(JAVASCRIPT.some((ending) => endings.has(ending)) ? [[...messages, ...api(nodejs)]] : []),
  ];
}

const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:123456789012:${resource}`;
const QUEUE = arn("sqs", "jobs");
const FUNCTION = arn("lambda", "function:results");
const EXECUTION = arn("execute-api", "api");

const policy = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

const tags = { app: "results" };

const messages: Sample = [
  { type: "aws:s3/bucket:Bucket", name: "images", properties: { bucket: "images", tags } },
  { type: "aws:sqs/queue:Queue", name: "jobs", properties: { arn: QUEUE, visibilityTimeoutSeconds: 60, tags } },
  {
    type: "aws:sqs/queuePolicy:QueuePolicy",
    name: "sending",
    properties: {
      queueUrl: "jobs",
      policy: policy({ Principal: { Service: "s3.amazonaws.com" }, Action: "sqs:SendMessage", Resource: QUEUE }),
    },
    madeOf: { queueUrl: ["jobs"], policy: ["jobs"] },
  },
  {
    type: "aws:s3/bucketNotification:BucketNotification",
    name: "uploads",
    properties: { bucket: "images", queues: [{ queueArn: QUEUE, events: ["s3:ObjectCreated:*"] }] },
    madeOf: { bucket: ["images"], queues: ["jobs", "sending"] },
  },
  {
    type: "aws:dynamodb/table:Table",
    name: "results",
    properties: {
      name: "results",
      billingMode: "PAY_PER_REQUEST",
      tags,
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
    },
  },
];

const python: SampleResource["properties"] = {
  runtime: "python3.12",
  code: new AssetArchive({
    "index.py": new StringAsset(`import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handler(event, context):
    try:
        found = table.get_item(Key={"id": event["rawPath"]})
    except Exception as error:
        print(error)
        raise
    return {"statusCode": 200, "body": json.dumps(found.get("Item"))}
`),
  }),
};

const nodejs: SampleResource["properties"] = {
  runtime: "nodejs22.x",
  code: new AssetArchive({
    "index.mjs": new StringAsset(`import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";

const client = new DynamoDBClient({});

export const handler = async (event) => {
  const key = { id: { S: event.rawPath } };
  const found = await client.send(new GetItemCommand({ TableName: process.env.TABLE, Key: key }));
  return { statusCode: 200, body: JSON.stringify(found.Item ?? null) };
};
`),
  }),
};

/** An HTTP API that calls a function. */
function api(code: SampleResource["properties"]): Sample {
  const environment = { variables: { TABLE: "results" } };
  return [
    {
      type: "aws:iam/role:Role",
      name: "role",
      properties: {
        tags,
        assumeRolePolicy: policy({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }),
      },
    },
    {
      type: "aws:iam/rolePolicy:RolePolicy",
      name: "rights",
      properties: { role: "role", policy: policy({ Action: ["dynamodb:GetItem", "logs:*", "sqs:*"], Resource: "*" }) },
      madeOf: { role: ["role"], policy: ["results"] },
    },
    {
      type: "aws:lambda/function:Function",
      name: "function",
      properties: {
        handler: "index.handler",
        role: "arn:aws:iam::123456789012:role/role",
        arn: FUNCTION,
        timeout: 10,
        environment,
        tags,
        ...code,
      },
      madeOf: { role: ["role"], environment: ["results"] },
    },
    {
      type: "aws:lambda/eventSourceMapping:EventSourceMapping",
      name: "mapping",
      properties: { eventSourceArn: QUEUE, functionName: FUNCTION, batchSize: 10, tags },
      madeOf: { eventSourceArn: ["jobs"], functionName: ["function"] },
    },
    {
      type: "aws:apigatewayv2/api:Api",
      name: "api",
      properties: { protocolType: "HTTP", executionArn: EXECUTION, tags },
    },
    {
      type: "aws:apigatewayv2/integration:Integration",
      name: "integration",
      properties: { apiId: "api", integrationType: "AWS_PROXY", integrationUri: FUNCTION, payloadFormatVersion: "2.0" },
      madeOf: { apiId: ["api"], integrationUri: ["function"] },
    },
    {
      type: "aws:apigatewayv2/route:Route",
      name: "route",
      properties: { apiId: "api", routeKey: "GET /results", target: "integrations/integration" },
      madeOf: { apiId: ["api"], target: ["integration"] },
    },
    {
      type: "aws:lambda/permission:Permission",
      name: "permission",
      properties: {
        action: "lambda:InvokeFunction",
        function: FUNCTION,
        principal: "apigateway.amazonaws.com",
        sourceArn: `${EXECUTION}/*/*`,
      },
      madeOf: { function: ["function"], sourceArn: ["api"] },
    },
  ];
}
