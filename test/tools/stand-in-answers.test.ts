// What the stand-in answers by itself, against what the provider's schema, its source and AWS's documentation of ARNs say.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { check } from "../../testing/aws/check";
import { invoke } from "../../testing/aws/functions";
import { created, previewed } from "../../testing/aws/outputs";
import { root } from "../../testing/aws/package";
import { type Properties, UNKNOWN } from "../../testing/aws/values";

const region = "eu-west-1";

function checked(type: string, name: string, inputs: Properties): Properties {
  return check(urn(type, name), type, inputs, {}, { region, defaultTags: null });
}

function deployed(type: string, name: string, inputs: Properties): Properties {
  return created(urn(type, name), type, checked(type, name, inputs)).outputs;
}

function urn(type: string, name: string): string {
  return `urn:pulumi:dev::program::${type}::${name}`;
}

describe("what the AWS stand-in makes of inputs", () => {
  const type = "aws:iam/role:Role";
  const statement = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };

  it("makes JSON text of a policy document that is given as an object, as Go writes it", () => {
    const { assumeRolePolicy } = checked(type, "role", {
      assumeRolePolicy: { Version: "2012-10-17", Statement: [statement] },
    });
    assert.equal(
      assumeRolePolicy,
      '{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"}}],"Version":"2012-10-17"}',
    );
  });

  it("takes a document for unknown when a part of it is, and leaves text as it is", () => {
    const unknown = { ...statement, Resource: UNKNOWN };
    assert.equal(checked(type, "role", { assumeRolePolicy: { Statement: [unknown] } }).assumeRolePolicy, UNKNOWN);
    assert.equal(checked(type, "role", { assumeRolePolicy: "{ }" }).assumeRolePolicy, "{ }");
  });

  it("gives no name where there is a prefix, so that it is unknown at preview", () => {
    const inputs = checked("aws:cloudwatch/logGroup:LogGroup", "logs", { namePrefix: "/logs/" });
    assert.equal(inputs.name, undefined);
    assert.equal(previewed("aws:cloudwatch/logGroup:LogGroup", inputs).name, UNKNOWN);
  });
});

interface OutputRow {
  readonly name: string;
  readonly type: string;
  readonly inputs: Properties;
  /** Some of the outputs; patterns stand for what AWS draws. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

const account = "123456789012";
const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
const functionArn = arn("lambda", "function:resize");
const invokeArn = (target: string) =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${target}/invocations`;

const outputRows: readonly OutputRow[] = [
  {
    name: "a log group with a prefix, whose name and ARN are drawn",
    type: "aws:cloudwatch/logGroup:LogGroup",
    inputs: { namePrefix: "/logs/" },
    outputs: { name: /^\/logs\/\d{26}$/, arn: /^arn:aws:logs:eu-west-1:123456789012:log-group:\/logs\/\d{26}$/ },
  },
  {
    name: "a bucket with a prefix",
    type: "aws:s3/bucket:Bucket",
    inputs: { bucketPrefix: "uploads-" },
    outputs: { bucket: /^uploads-\d{26}$/, arn: /^arn:aws:s3:::uploads-\d{26}$/, id: /^uploads-\d{26}$/ },
  },
  {
    name: "a rule on the default bus",
    type: "aws:cloudwatch/eventRule:EventRule",
    inputs: { name: "nightly" },
    outputs: { arn: arn("events", "rule/nightly"), id: "nightly" },
  },
  {
    name: "a rule on a bus by its name",
    type: "aws:cloudwatch/eventRule:EventRule",
    inputs: { name: "created", eventBusName: "orders" },
    outputs: { arn: arn("events", "rule/orders/created"), id: "orders/created" },
  },
  {
    name: "a rule on a bus by its ARN",
    type: "aws:cloudwatch/eventRule:EventRule",
    inputs: { name: "created", eventBusName: arn("events", "event-bus/orders") },
    outputs: { arn: arn("events", "rule/orders/created") },
  },
  {
    name: "a bus",
    type: "aws:cloudwatch/eventBus:EventBus",
    inputs: { name: "orders" },
    outputs: { arn: arn("events", "event-bus/orders") },
  },
  {
    name: "a target, whose id names bus, rule and target",
    type: "aws:cloudwatch/eventTarget:EventTarget",
    inputs: { rule: "created", eventBusName: "orders", targetId: "queue", arn: arn("sqs", "queue") },
    outputs: { id: "orders-created-queue" },
  },
  {
    name: "an alias of a function by its name",
    type: "aws:lambda/alias:Alias",
    inputs: { name: "live", functionName: "resize", functionVersion: "1" },
    outputs: { arn: `${functionArn}:live`, id: `${functionArn}:live`, invokeArn: invokeArn(`${functionArn}:live`) },
  },
  {
    name: "an alias of a function by its ARN",
    type: "aws:lambda/alias:Alias",
    inputs: { name: "live", functionName: `${functionArn}:1`, functionVersion: "1" },
    outputs: { arn: `${functionArn}:live` },
  },
  {
    name: "a function's URL",
    type: "aws:lambda/functionUrl:FunctionUrl",
    inputs: { functionName: "resize", authorizationType: "NONE", qualifier: "live" },
    outputs: { functionArn, functionUrl: /^https:\/\/\w{32}\.lambda-url\.eu-west-1\.on\.aws\/$/, id: "resize/live" },
  },
  {
    name: "an AppSync API, with both of its URIs",
    type: "aws:appsync/graphQLApi:GraphQLApi",
    inputs: { name: "api", authenticationType: "API_KEY" },
    outputs: { "uris.GRAPHQL": /^https:\/\/\w{26}\.appsync-api\.eu-west-1\.amazonaws\.com\/graphql$/ },
  },
  {
    name: "a cluster's certificate, in base64",
    type: "aws:eks/cluster:Cluster",
    inputs: { name: "cluster", roleArn: "arn:aws:iam::123456789012:role/eks", vpcConfig: { subnetIds: [] } },
    outputs: { arn: arn("eks", "cluster/cluster"), "certificateAuthority.data": /^[A-Za-z0-9+/]+=*$/ },
  },
  {
    name: "a certificate, with a record for each of its domains",
    type: "aws:acm/certificate:Certificate",
    inputs: { domainName: "example.com", subjectAlternativeNames: ["*.example.com"], validationMethod: "DNS" },
    outputs: {
      arn: /^arn:aws:acm:eu-west-1:123456789012:certificate\/[0-9a-f-]{36}$/,
      "domainValidationOptions.0.domainName": "example.com",
      "domainValidationOptions.0.resourceRecordName": /^_\w{32}\.example\.com\.$/,
      "domainValidationOptions.1.resourceRecordName": /^_\w{32}\.example\.com\.$/,
      "domainValidationOptions.1.resourceRecordType": "CNAME",
    },
  },
  {
    name: "a state machine",
    type: "aws:sfn/stateMachine:StateMachine",
    inputs: { name: "flow", roleArn: "arn:aws:iam::123456789012:role/flow", definition: "{}" },
    outputs: { arn: arn("states", "stateMachine:flow"), id: arn("states", "stateMachine:flow") },
  },
  {
    name: "a stream",
    type: "aws:kinesis/stream:Stream",
    inputs: { name: "clicks", shardCount: 1 },
    outputs: { arn: arn("kinesis", "stream/clicks"), id: arn("kinesis", "stream/clicks") },
  },
  {
    name: "a secret, to whose name six characters are added",
    type: "aws:secretsmanager/secret:Secret",
    inputs: { name: "token" },
    outputs: { arn: /^arn:aws:secretsmanager:eu-west-1:123456789012:secret:token-\w{6}$/ },
  },
  {
    name: "a parameter below others, whose name begins with a slash",
    type: "aws:ssm/parameter:Parameter",
    inputs: { name: "/app/token", type: "String", value: "1" },
    outputs: { arn: arn("ssm", "parameter/app/token") },
  },
  {
    name: "an alarm",
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    inputs: { name: "errors", comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1 },
    outputs: { arn: arn("cloudwatch", "alarm:errors") },
  },
];

describe("what the AWS stand-in answers once a resource is made", () => {
  for (const { name, type, inputs, outputs } of outputRows) {
    it(name, () => {
      const found = deployed(type, "resource", inputs);
      for (const [property, wanted] of Object.entries(outputs)) {
        const value = property.split(".").reduce<unknown>((of, key) => (of as Properties)[key], found);
        if (wanted instanceof RegExp) assert.match(String(value), wanted, property);
        else assert.deepEqual(value, wanted, property);
      }
    });
  }

  it("the path of a resource of a REST API, below that of its parent", () => {
    const type = "aws:apigateway/resource:Resource";
    const users = deployed(type, "users", { restApi: "api", parentId: "root", pathPart: "users" });
    const user = deployed(type, "user", { restApi: "api", parentId: users.id ?? "", pathPart: "{id}" });
    assert.deepEqual([users.path, user.path], ["/users", "/users/{id}"]);
  });
});

describe("the functions of the AWS stand-in", () => {
  it("answer every function that the package has, with all that it declares", () => {
    const tokens = folders().flatMap((folder) => tokensIn(folder));
    assert.ok(tokens.length > 600, `${tokens.length} functions`);
    for (const token of tokens) {
      const { region: answered, id } = invoke(
        token,
        token.endsWith(":arnParse") ? { arn: "arn:aws:s3:::b" } : {},
        region,
      );
      assert.ok(answered === undefined || typeof answered === "string", token);
      assert.ok(id === undefined || typeof id === "string", token);
    }
  }).timeout(60_000);

  it("fail for a function that the package does not have", () => {
    assert.throws(() => invoke("aws:sqs/getCue:getCue", {}, region), /unrecognized function: aws:sqs\/getCue:getCue/);
  });

  const rows: readonly [token: string, args: Properties, answers: Properties][] = [
    ["aws:sqs/getQueue:getQueue", { name: "jobs" }, { arn: arn("sqs", "jobs") }],
    ["aws:lambda/getFunction:getFunction", { functionName: "resize" }, { arn: functionArn, functionName: "resize" }],
    ["aws:iam/getRole:getRole", { name: "admin" }, { arn: "arn:aws:iam::123456789012:role/admin" }],
    ["aws:s3/getBucket:getBucket", { bucket: "logs" }, { arn: "arn:aws:s3:::logs" }],
    ["aws:ssm/getParameter:getParameter", { name: "/a" }, { arn: arn("ssm", "parameter/a"), type: "String" }],
    [
      "aws:ecr/getAuthorizationToken:getAuthorizationToken",
      {},
      { userName: "AWS", proxyEndpoint: "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com" },
    ],
    [
      "aws:index/arnParse:arnParse",
      { arn: functionArn },
      { accountId: account, partition: "aws", region, resource: "function:resize", service: "lambda" },
    ],
    ["aws:index/getRegion:getRegion", {}, { region: "eu-west-1", name: "eu-west-1" }],
    ["aws:index/getCallerIdentity:getCallerIdentity", {}, { accountId: account }],
    ["aws:index/getPartition:getPartition", {}, { partition: "aws", dnsSuffix: "amazonaws.com" }],
  ];
  for (const [token, args, answers] of rows) {
    it(`${token} answers with ${Object.keys(answers).join(", ")}`, () => {
      const answer = invoke(token, args, region);
      for (const [name, wanted] of Object.entries(answers)) assert.deepEqual(answer[name], wanted, name);
    });
  }

  it("find images, networks and subnets by ids as EC2 forms them", () => {
    assert.match(String(invoke("aws:ec2/getAmi:getAmi", {}, region).imageId), /^ami-[0-9a-f]{17}$/);
    assert.match(String(invoke("aws:ec2/getVpc:getVpc", { default: true }, region).id), /^vpc-[0-9a-f]{17}$/);
    const { ids } = invoke("aws:ec2/getSubnets:getSubnets", {}, region);
    assert.match(JSON.stringify(ids), /^\["subnet-[0-9a-f]{17}","subnet-[0-9a-f]{17}"\]$/);
  });
});

describe("getPolicyDocument of the AWS stand-in", () => {
  const document = (args: Properties) => {
    const { json, minifiedJson } = invoke("aws:iam/getPolicyDocument:getPolicyDocument", args, region);
    assert.deepEqual(JSON.parse(String(json)), JSON.parse(String(minifiedJson)));
    return String(minifiedJson);
  };

  it("writes one item alone, and several in reverse order, except the values of conditions", () => {
    const json = document({
      statements: [
        {
          actions: ["s3:GetObject", "s3:ListBucket"],
          resources: ["arn:aws:s3:::b/*"],
          principals: [{ type: "AWS", identifiers: ["1", "2"] }],
          conditions: [{ test: "StringLike", variable: "s3:prefix", values: ["a", "b"] }],
        },
      ],
    });
    assert.equal(
      json,
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:ListBucket","s3:GetObject"],' +
        '"Resource":"arn:aws:s3:::b/*","Principal":{"AWS":["2","1"]},"Condition":{"StringLike":{"s3:prefix":["a","b"]}}}]}',
    );
  });

  it("makes one text of the principal that stands for everybody, and only of that one", () => {
    const principal = (type: string) =>
      JSON.parse(document({ statements: [{ principals: [{ type, identifiers: ["*"] }] }] })).Statement[0].Principal;
    assert.equal(principal("*"), "*");
    assert.deepEqual(principal("AWS"), { AWS: "*" });
  });

  it("joins the values of one condition that is given twice, and writes &{ as ${", () => {
    const condition = (value: string) => ({ test: "StringEquals", variable: "aws:SourceArn", values: [value] });
    const json = document({ statements: [{ conditions: [condition("a"), condition("&{aws:username}")] }] });
    assert.deepEqual(JSON.parse(json).Statement[0].Condition, {
      StringEquals: { "aws:SourceArn": ["a", "\u0024{aws:username}"] },
    });
  });

  it("replaces statements of one Sid, by its own those of sources, and by those of overrides its own", () => {
    const statement = (effect: string) => JSON.stringify({ Statement: { Sid: "one", Effect: effect } });
    const merged = JSON.parse(
      document({
        sourcePolicyDocuments: [statement("source")],
        statements: [{ sid: "one", effect: "Deny" }, { sid: "two" }],
        overridePolicyDocuments: [statement("override")],
      }),
    );
    assert.deepEqual(merged.Statement, [
      { Sid: "one", Effect: "override" },
      { Sid: "two", Effect: "Allow" },
    ]);
  });

  it("has no statement where none is given", () => {
    assert.equal(document({}), '{"Version":"2012-10-17"}');
  });
});

function folders(): readonly string[] {
  const entries = readdirSync(root, { withFileTypes: true });
  return [root, ...entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(root, name))];
}

function tokensIn(folder: string): readonly string[] {
  const files = readdirSync(folder).filter((name) => /^(get[A-Z]\w*|arnParse)\.js$/.test(name));
  return files.map((name) => {
    const [, token = ""] = /runtime\.invoke\("([^"]+)"/.exec(readFileSync(path.join(folder, name), "utf8")) ?? [];
    return token;
  });
}
