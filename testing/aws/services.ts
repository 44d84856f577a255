// Ids, ARNs and URLs as AWS forms them, for the types of an event-driven pipeline, and a plausible form for all others.
import { containsUnknown, isObject, type Properties, text, type Value } from "./values";

export const ACCOUNT = "123456789012";

/** A resource that exists now, before its outputs are known. */
export interface Deployed {
  type: string;
  inputs: Properties;
  name: string;
  region: string;
  /** Hexadecimal digits that no other resource has. */
  unique: string;
}

interface Service {
  id?: (resource: Deployed) => string;
  outputs?: (resource: Deployed, id: string) => Properties;
}

const TIME = "2025-01-01T00:00:00.000+0000";

function regional(service: string, resource: (deployed: Deployed) => string) {
  return (deployed: Deployed) => `arn:aws:${service}:${deployed.region}:${ACCOUNT}:${resource(deployed)}`;
}

function global(service: string, resource: (deployed: Deployed) => string) {
  return (deployed: Deployed) => `arn:aws:${service}::${ACCOUNT}:${resource(deployed)}`;
}

const input = (property: string) => (deployed: Deployed) => text(deployed.inputs, property);
const shortId = (deployed: Deployed) => deployed.unique.slice(0, 10);
const uuid = ({ unique: u }: Deployed) =>
  [u.slice(0, 8), u.slice(8, 12), u.slice(12, 16), u.slice(16, 20), u.slice(20, 32)].join("-");
const certificateArn = regional("acm", (deployed) => `certificate/${uuid(deployed)}`);
const prefixed = (path: string, name: string) => `${path === "" ? "/" : path}${name}`;

const functionArn = regional("lambda", ({ name }) => `function:${name}`);
const layerArn = regional("lambda", ({ inputs, name }) => `layer:${text(inputs, "layerName") || name}`);
const queueArn = regional("sqs", ({ name }) => name);
const topicArn = regional("sns", ({ name }) => name);
const streamArn = regional("kinesis", ({ name }) => `stream/${name}`);
const deliveryStreamArn = regional("firehose", ({ name }) => `deliverystream/${name}`);
const stateMachineArn = regional("states", ({ name }) => `stateMachine:${name}`);
/** Secrets Manager adds six characters to the name. */
const secretArn = regional("secretsmanager", ({ name, unique }) => `secret:${name}-${unique.slice(0, 6)}`);
const tableArn = regional("dynamodb", ({ name }) => `table/${name}`);
const roleArn = global("iam", ({ inputs, name }) => `role${prefixed(text(inputs, "path"), name)}`);
const policyArn = global("iam", ({ inputs, name }) => `policy${prefixed(text(inputs, "path"), name)}`);
/** A function is named by its name, or by its ARN, which may end in a version or an alias. */
const namedFunctionArn = (deployed: Deployed) => {
  const named = text(deployed.inputs, "functionName") || text(deployed.inputs, "function");
  return named.startsWith("arn:") ? named.split(":").slice(0, 7).join(":") : functionArn({ ...deployed, name: named });
};
const aliasArn = (deployed: Deployed) => `${namedFunctionArn(deployed)}:${deployed.name}`;
/** The bus of a rule or target, named by its name or its ARN, where it is not the default one. */
const busName = (inputs: Properties) => {
  const name = text(inputs, "eventBusName").split("event-bus/").pop() ?? "";
  return name === "default" ? "" : name;
};
const rulePath = ({ inputs, name }: Deployed) => [busName(inputs), name].filter((part) => part !== "").join("/");
const invokeArn = (region: string, arn: string) =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
const executionArn = (region: string, api: string) => `arn:aws:execute-api:${region}:${ACCOUNT}:${api}`;
const executionHost = (region: string, api: string) => `${api}.execute-api.${region}.amazonaws.com`;

/** The path of each resource of a REST API, by its id. */
const resourcePaths = new Map<string, string>();

/** The endpoint of each HTTP or WebSocket API, by its id. */
const apiEndpoints = new Map<string, string>();

/** A WebSocket API is served below the name of every stage, an HTTP API has its $default stage at its root. */
function stageUrl(endpoint: string, stage: string): string {
  return `${endpoint}/${stage === "$default" && endpoint.startsWith("https:") ? "" : stage}`;
}

/** Notes what is there already, since what is made below it is told its id alone. */
export function remember(type: string, id: string, outputs: Properties): void {
  if (type === "aws:apigatewayv2/api:Api") apiEndpoints.set(id, text(outputs, "apiEndpoint"));
  if (type === "aws:apigateway/resource:Resource") resourcePaths.set(id, text(outputs, "path"));
}

const bucket: Service = {
  outputs: ({ name, region }) => ({
    arn: `arn:aws:s3:::${name}`,
    bucketDomainName: `${name}.s3.amazonaws.com`,
    bucketRegion: region,
    bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    hostedZoneId: "Z3AQBSTGFYJSTF",
  }),
};

const services: Readonly<Record<string, Service>> = {
  "aws:apigateway/restApi:RestApi": {
    id: shortId,
    outputs: ({ region, unique }, id) => ({
      arn: `arn:aws:apigateway:${region}::/restapis/${id}`,
      executionArn: executionArn(region, id),
      rootResourceId: unique.slice(10, 20),
    }),
  },
  "aws:apigateway/deployment:Deployment": { id: shortId },
  "aws:apigateway/resource:Resource": {
    id: shortId,
    outputs: ({ inputs }, id) => {
      const path = `${resourcePaths.get(text(inputs, "parentId")) ?? ""}/${text(inputs, "pathPart")}`;
      resourcePaths.set(id, path);
      return { path };
    },
  },
  "aws:apigateway/stage:Stage": {
    id: ({ inputs }) => `ags-${text(inputs, "restApi")}-${text(inputs, "stageName")}`,
    outputs: ({ inputs, region }) => {
      const [api, stage] = [text(inputs, "restApi"), text(inputs, "stageName")];
      return {
        arn: `arn:aws:apigateway:${region}::/restapis/${api}/stages/${stage}`,
        executionArn: `${executionArn(region, api)}/${stage}`,
        invokeUrl: `https://${executionHost(region, api)}/${stage}`,
      };
    },
  },
  "aws:apigatewayv2/api:Api": {
    id: shortId,
    outputs: ({ inputs, region }, id) => {
      const apiEndpoint = `${inputs.protocolType === "WEBSOCKET" ? "wss" : "https"}://${executionHost(region, id)}`;
      apiEndpoints.set(id, apiEndpoint);
      return {
        apiEndpoint,
        arn: `arn:aws:apigateway:${region}::/apis/${id}`,
        executionArn: executionArn(region, id),
        ipAddressType: "ipv4",
      };
    },
  },
  "aws:apigatewayv2/deployment:Deployment": { id: shortId },
  "aws:apigatewayv2/integration:Integration": { id: shortId, outputs: () => ({ timeoutMilliseconds: 30000 }) },
  "aws:apigatewayv2/route:Route": { id: shortId },
  "aws:acm/certificate:Certificate": {
    id: certificateArn,
    outputs: (deployed, id) => ({
      arn: id,
      domainValidationOptions: domainsOf(deployed.inputs).map((domainName) => ({
        domainName,
        resourceRecordName: `_${deployed.unique.slice(0, 32)}.${domainName.replace(/^\*\./, "")}.`,
        resourceRecordType: "CNAME",
        resourceRecordValue: `_${deployed.unique.slice(32)}.acm-validations.aws.`,
      })),
      status: "PENDING_VALIDATION",
    }),
  },
  "aws:appsync/graphQLApi:GraphQLApi": {
    id: ({ unique }) => unique.slice(0, 26),
    outputs: (deployed, id) => ({
      arn: regional("appsync", () => `apis/${id}`)(deployed),
      uris: {
        GRAPHQL: `https://${id}.appsync-api.${deployed.region}.amazonaws.com/graphql`,
        REALTIME: `wss://${id}.appsync-realtime-api.${deployed.region}.amazonaws.com/graphql`,
      },
    }),
  },
  "aws:cloudwatch/eventBus:EventBus": {
    outputs: (deployed) => ({ arn: regional("events", ({ name }) => `event-bus/${name}`)(deployed) }),
  },
  "aws:cloudwatch/eventRule:EventRule": {
    id: rulePath,
    outputs: (deployed) => ({ arn: regional("events", (rule) => `rule/${rulePath(rule)}`)(deployed) }),
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    id: ({ inputs, name }) => [busName(inputs), text(inputs, "rule"), name].filter((part) => part !== "").join("-"),
  },
  "aws:ecr/repository:Repository": {
    outputs: (deployed) => ({
      arn: regional("ecr", ({ name }) => `repository/${name}`)(deployed),
      registryId: ACCOUNT,
      repositoryUrl: `${ACCOUNT}.dkr.ecr.${deployed.region}.amazonaws.com/${deployed.name}`,
    }),
  },
  "aws:eks/cluster:Cluster": {
    outputs: (deployed) => ({
      arn: regional("eks", ({ name }) => `cluster/${name}`)(deployed),
      certificateAuthority: { data: Buffer.from("a certificate").toString("base64") },
      identities: [{ oidcs: [{ issuer: `https://oidc.eks.${deployed.region}.amazonaws.com/id/${deployed.unique}` }] }],
      status: "ACTIVE",
    }),
  },
  "aws:apigatewayv2/stage:Stage": {
    outputs: ({ inputs, name, region }) => {
      const api = text(inputs, "apiId");
      return {
        arn: `arn:aws:apigateway:${region}::/apis/${api}/stages/${name}`,
        executionArn: `${executionArn(region, api)}/${name}`,
        invokeUrl: stageUrl(apiEndpoints.get(api) ?? `https://${executionHost(region, api)}`, name),
      };
    },
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    outputs: (deployed) => ({
      arn: regional("logs", ({ name }) => `log-group:${name}`)(deployed),
      logGroupClass: "STANDARD",
    }),
  },
  "aws:cloudwatch/eventApiDestination:EventApiDestination": {
    outputs: (deployed) => ({
      arn: regional("events", ({ name }) => `api-destination/${name}/${uuid(deployed)}`)(deployed),
    }),
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    outputs: (deployed) => ({ arn: regional("cloudwatch", ({ name }) => `alarm:${name}`)(deployed) }),
  },
  "aws:cognito/userPool:UserPool": {
    id: ({ region, unique }) => `${region}_${unique.slice(0, 9)}`,
    outputs: (deployed, id) => ({
      arn: regional("cognito-idp", () => `userpool/${id}`)(deployed),
      endpoint: `cognito-idp.${deployed.region}.amazonaws.com/${id}`,
    }),
  },
  "aws:dynamodb/table:Table": {
    outputs: (deployed) => ({
      arn: tableArn(deployed),
      ...(deployed.inputs.streamEnabled === true
        ? { streamArn: `${tableArn(deployed)}/stream/2025-01-01T00:00:00.000`, streamLabel: "2025-01-01T00:00:00.000" }
        : { streamArn: "", streamLabel: "" }),
      globalSecondaryIndexes: indexesAsRead(deployed.inputs.globalSecondaryIndexes),
      pointInTimeRecovery: { enabled: false, recoveryPeriodInDays: 0 },
      readCapacity: 0,
      ttl: { attributeName: "", enabled: false },
      writeCapacity: 0,
    }),
  },
  "aws:iam/policy:Policy": {
    id: policyArn,
    outputs: (deployed) => ({
      arn: policyArn(deployed),
      policyId: `ANPA${deployed.unique.slice(0, 17).toUpperCase()}`,
    }),
  },
  "aws:iam/role:Role": {
    outputs: (deployed) => ({
      arn: roleArn(deployed),
      createDate: "2025-01-01T00:00:00Z",
      uniqueId: `AROA${deployed.unique.slice(0, 17).toUpperCase()}`,
    }),
  },
  "aws:iam/rolePolicy:RolePolicy": { id: ({ inputs, name }) => `${text(inputs, "role")}:${name}` },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    id: ({ inputs }) => `${text(inputs, "role")}/${text(inputs, "policyArn")}`,
  },
  "aws:iot/topicRule:TopicRule": {
    outputs: (deployed) => ({ arn: regional("iot", ({ name }) => `rule/${name}`)(deployed) }),
  },
  "aws:kinesis/stream:Stream": {
    id: streamArn,
    outputs: (deployed) => ({ arn: streamArn(deployed) }),
  },
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": {
    id: deliveryStreamArn,
    outputs: (deployed) => ({ arn: deliveryStreamArn(deployed) }),
  },
  "aws:kms/alias:Alias": {
    outputs: (deployed) => ({ arn: regional("kms", ({ name }) => name)(deployed) }),
  },
  "aws:kms/key:Key": {
    id: uuid,
    outputs: (deployed, id) => ({ arn: regional("kms", () => `key/${id}`)(deployed), keyId: id }),
  },
  "aws:lambda/alias:Alias": {
    id: aliasArn,
    outputs: ({ region }, id) => ({ arn: id, invokeArn: invokeArn(region, id) }),
  },
  "aws:lambda/functionUrl:FunctionUrl": {
    id: ({ inputs }) =>
      [text(inputs, "functionName"), text(inputs, "qualifier")].filter((part) => part !== "").join("/"),
    outputs: (deployed) => ({
      functionArn: namedFunctionArn(deployed),
      functionUrl: `https://${deployed.unique.slice(0, 32)}.lambda-url.${deployed.region}.on.aws/`,
      urlId: deployed.unique.slice(0, 32),
    }),
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": {
    id: uuid,
    outputs: (deployed, id) => ({
      arn: regional("lambda", () => `event-source-mapping:${id}`)(deployed),
      functionArn: namedFunctionArn(deployed),
      lastModified: TIME,
      state: "Enabled",
      uuid: id,
    }),
  },
  "aws:lambda/function:Function": {
    outputs: (deployed) => {
      const arn = functionArn(deployed);
      const version = deployed.inputs.publish === true ? "1" : "$LATEST";
      return {
        architectures: ["x86_64"],
        arn,
        codeSha256: sha256(deployed),
        ephemeralStorage: { size: 512 },
        invokeArn: invokeArn(deployed.region, arn),
        lastModified: TIME,
        loggingConfig: { logFormat: "Text", logGroup: `/aws/lambda/${deployed.name}` },
        qualifiedArn: `${arn}:${version}`,
        qualifiedInvokeArn: invokeArn(deployed.region, `${arn}:${version}`),
        responseStreamingInvokeArn: invokeArn(deployed.region, arn).replace(
          "/invocations",
          "/response-streaming-invocations",
        ),
        sourceCodeHash: sha256(deployed),
        sourceCodeSize: 1024,
        tracingConfig: { mode: "PassThrough" },
        version,
      };
    },
  },
  "aws:lambda/layerVersion:LayerVersion": {
    id: (deployed) => `${layerArn(deployed)}:1`,
    outputs: (deployed, id) => ({
      arn: id,
      codeSha256: sha256(deployed),
      createdDate: TIME,
      layerArn: layerArn(deployed),
      sourceCodeHash: sha256(deployed),
      sourceCodeSize: 1024,
      version: "1",
    }),
  },
  "aws:lambda/permission:Permission": { id: input("statementId") },
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketV2:BucketV2": bucket,
  "aws:s3/bucketObject:BucketObject": { id: ({ inputs }) => `${text(inputs, "bucket")}/${text(inputs, "key")}` },
  "aws:s3/bucketObjectv2:BucketObjectv2": { id: ({ inputs }) => `${text(inputs, "bucket")}/${text(inputs, "key")}` },
  "aws:secretsmanager/secret:Secret": {
    id: secretArn,
    outputs: (deployed) => ({ arn: secretArn(deployed) }),
  },
  "aws:sfn/stateMachine:StateMachine": {
    id: stateMachineArn,
    outputs: (deployed) => ({ arn: stateMachineArn(deployed), status: "ACTIVE" }),
  },
  "aws:ssm/parameter:Parameter": {
    outputs: (deployed) => ({
      arn: regional("ssm", ({ name }) => `parameter${name.replace(/^(?!\/)/, "/")}`)(deployed),
    }),
  },
  "aws:sns/topic:Topic": { id: topicArn, outputs: (deployed) => ({ arn: topicArn(deployed), owner: ACCOUNT }) },
  "aws:sns/topicPolicy:TopicPolicy": { id: input("arn"), outputs: () => ({ owner: ACCOUNT }) },
  "aws:sns/topicSubscription:TopicSubscription": {
    id: (deployed) => `${text(deployed.inputs, "topic")}:${uuid(deployed)}`,
    outputs: (_, id) => ({ arn: id }),
  },
  "aws:sqs/queue:Queue": {
    id: ({ name, region }) => `https://sqs.${region}.amazonaws.com/${ACCOUNT}/${name}`,
    outputs: (deployed, id) => ({
      arn: queueArn(deployed),
      kmsDataKeyReusePeriodSeconds: 300,
      sqsManagedSseEnabled: true,
      url: id,
    }),
  },
  "aws:sqs/queuePolicy:QueuePolicy": { id: input("queueUrl") },
};

export function idOf(deployed: Deployed): string {
  const { inputs, name, type, unique } = deployed;
  const id = services[type]?.id?.(deployed);
  if (id !== undefined && id !== "") {
    return id;
  }
  // The parts of a bucket's configuration, among them the notification, go by the bucket.
  if (type.startsWith("aws:s3/bucket") && text(inputs, "bucket") !== "") {
    return text(inputs, "bucket");
  }
  return name || `${noun(type)}-${unique.slice(0, 17)}`;
}

/** The outputs that AWS's own rules decide; those of other types are left to the caller. */
export function ownOutputs(deployed: Deployed, id: string): Properties {
  return services[deployed.type]?.outputs?.(deployed, id) ?? {};
}

/** What other services' ARNs begin with, where it is not the folder that their types are in. */
const servicesOfFolders: Readonly<Record<string, string>> = {
  alb: "elasticloadbalancing",
  apigatewayv2: "apigateway",
  cfg: "config",
  elb: "elasticloadbalancing",
  lb: "elasticloadbalancing",
  sfn: "states",
};

export function plausibleArn({ name, region, type }: Deployed, id: string): string {
  const folder = type.split(":")[1]?.split("/")[0] ?? "";
  const account = globalServices.has(folder) ? `:${ACCOUNT}` : `${region}:${ACCOUNT}`;
  return `arn:aws:${servicesOfFolders[folder] ?? folder}:${account}:${noun(type)}/${name || lastPart(id)}`;
}

const globalServices = new Set(["cloudfront", "globalaccelerator", "iam", "route53"]);

function domainsOf(inputs: Properties): string[] {
  const others = Array.isArray(inputs.subjectAlternativeNames) ? inputs.subjectAlternativeNames.map(String) : [];
  return [...new Set([text(inputs, "domainName"), ...others])].filter((domain) => domain !== "");
}

/** "prod-queue" from an id, a URL or an ARN that ends in it. */
export function lastPart(id: string): string {
  return id.split(/[/:]/).pop() ?? id;
}

function noun(type: string): string {
  return (type.split(":")[2] ?? type).toLowerCase();
}

/** AWS answers for every index with its capacity, which is zero on demand. */
function indexesAsRead(indexes: Value | undefined): Value {
  if (!Array.isArray(indexes) || containsUnknown(indexes)) {
    return [];
  }
  return indexes.map((index) => (isObject(index) ? { readCapacity: 0, writeCapacity: 0, ...index } : index));
}

function sha256(deployed: Deployed): string {
  return Buffer.from(deployed.unique.padEnd(64, "0"), "hex").toString("base64");
}
