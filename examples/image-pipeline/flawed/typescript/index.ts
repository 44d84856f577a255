// The image pipeline, with the documented failures. The numbers are those of the README.

// Failure 1: everything is at the top level, nothing can be reused or tested as a unit.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const assumeRolePolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

// Storage

// Failure 14: no tags at all; so it is with the queues, the event sources and the stage.
const imageBucket = new aws.s3.Bucket("image-bucket");

new aws.s3.BucketPublicAccessBlock("image-bucket-access", {
  bucket: imageBucket.id,
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
});

// Failure 2: a type that belongs to secondary indexes, used for the attributes of the table. TypeScript refuses it, as
// Python refuses the one in the failure's text, so a cast takes it to the engine.
const indexAttributes: aws.types.input.dynamodb.GlobalSecondaryIndexKeySchema[] = [
  { attributeName: "status", attributeType: "S", keyType: "HASH" },
  { attributeName: "created_at", attributeType: "N", keyType: "RANGE" },
];

const imagesTable = new aws.dynamodb.Table("images-table", {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "image_id",
  attributes: [
    { name: "image_id", type: "S" },
    ...(indexAttributes as unknown as aws.types.input.dynamodb.TableAttribute[]),
  ],
  globalSecondaryIndexes: [
    {
      name: "status-created-index",
      hashKey: "status",
      rangeKey: "created_at",
      projectionType: "ALL",
      // Failure 13: an on-demand table has no capacity to provision.
      readCapacity: 5,
      writeCapacity: 5,
    },
  ],
  pointInTimeRecovery: { enabled: true },
  // Failure 14: hard-coded, here and below.
  tags: { Project: "image-pipeline", Environment: "production" },
});

// Queues

const preprocessingDlq = new aws.sqs.Queue("preprocessing-dlq", {
  messageRetentionSeconds: 14 * 24 * 60 * 60,
  sqsManagedSseEnabled: true,
});

const preprocessingQueue = new aws.sqs.Queue("preprocessing-queue", {
  visibilityTimeoutSeconds: 180,
  redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: preprocessingDlq.arn, maxReceiveCount: 5 }),
  sqsManagedSseEnabled: true,
});

const inferenceDlq = new aws.sqs.Queue("inference-dlq", {
  messageRetentionSeconds: 14 * 24 * 60 * 60,
  sqsManagedSseEnabled: true,
});

const inferenceQueue = new aws.sqs.Queue("inference-queue", {
  visibilityTimeoutSeconds: 360,
  redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: inferenceDlq.arn, maxReceiveCount: 5 }),
  sqsManagedSseEnabled: true,
});

const preprocessingQueuePolicy = new aws.sqs.QueuePolicy("preprocessing-queue-policy", {
  queueUrl: preprocessingQueue.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: preprocessingQueue.arn,
        Condition: { ArnEquals: { "aws:SourceArn": imageBucket.arn } },
      },
    ],
  }),
});

// Failure 3: the property is called queues. aws.s3.BucketNotification would drop the argument queueConfigurations before
// the engine sees it; the untyped resource passes it on, as a YAML program would.
class UntypedResource extends pulumi.CustomResource {}

new UntypedResource(
  "aws:s3/bucketNotification:BucketNotification",
  "upload-notification",
  {
    bucket: imageBucket.id,
    queueConfigurations: [
      {
        queueArn: preprocessingQueue.arn,
        events: ["s3:ObjectCreated:*"],
        filterPrefix: "uploads/",
      },
    ],
  },
  { dependsOn: [preprocessingQueuePolicy], version: "7.48.0" },
);

// Functions

const sharedLayer = new aws.lambda.LayerVersion("shared-layer", {
  layerName: "image-shared",
  code: new pulumi.asset.FileArchive("../../lambda/layer"),
  // Failure 6: no function can move to a runtime newer than 3.9.
  compatibleRuntimes: ["python3.8", "python3.9"],
});

const preprocessLogGroup = new aws.cloudwatch.LogGroup("preprocess-log-group", {
  retentionInDays: 30,
  tags: { Project: "image-pipeline", Environment: "production" },
});

const preprocessRole = new aws.iam.Role("preprocess-role", {
  assumeRolePolicy,
  tags: { Project: "image-pipeline", Environment: "production" },
});

const preprocessRolePolicy = new aws.iam.RolePolicy("preprocess-role-policy", {
  role: preprocessRole.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: pulumi.interpolate`${preprocessLogGroup.arn}:*`,
      },
      { Effect: "Allow", Action: ["s3:GetObject"], Resource: pulumi.interpolate`${imageBucket.arn}/uploads/*` },
      { Effect: "Allow", Action: ["s3:PutObject"], Resource: pulumi.interpolate`${imageBucket.arn}/processed/*` },
      { Effect: "Allow", Action: ["dynamodb:UpdateItem"], Resource: imagesTable.arn },
      { Effect: "Allow", Action: ["sqs:SendMessage"], Resource: inferenceQueue.arn },
      {
        Effect: "Allow",
        Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        Resource: preprocessingQueue.arn,
      },
    ],
  }),
});

// Failure 15: the code that this function ships has a "Reasoning Trace", an "Answer" and a Markdown fence around it.
const preprocessFunction = new aws.lambda.Function(
  "preprocess-function",
  {
    runtime: "python3.8", // Failure 5: so it is with the other two functions.
    handler: "handler.handler",
    code: new pulumi.asset.FileArchive("../../lambda/flawed/preprocess"),
    role: preprocessRole.arn,
    layers: [sharedLayer.arn],
    timeout: 30,
    memorySize: 512,
    environment: { variables: { TABLE_NAME: imagesTable.name, INFERENCE_QUEUE_URL: inferenceQueue.url } },
    loggingConfig: { logFormat: "Text", logGroup: preprocessLogGroup.name },
    tags: { Project: "image-pipeline", Environment: "production" },
  },
  { dependsOn: [preprocessRolePolicy] },
);

const inferenceLogGroup = new aws.cloudwatch.LogGroup("inference-log-group", {
  retentionInDays: 30,
  tags: { Project: "image-pipeline", Environment: "production" },
});

const inferenceRole = new aws.iam.Role("inference-role", {
  assumeRolePolicy,
  tags: { Project: "image-pipeline", Environment: "production" },
});

const inferenceRolePolicy = new aws.iam.RolePolicy("inference-role-policy", {
  role: inferenceRole.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: pulumi.interpolate`${inferenceLogGroup.arn}:*`,
      },
      { Effect: "Allow", Action: ["s3:GetObject"], Resource: pulumi.interpolate`${imageBucket.arn}/processed/*` },
      { Effect: "Allow", Action: ["rekognition:DetectLabels"], Resource: "*" },
      { Effect: "Allow", Action: ["dynamodb:UpdateItem"], Resource: imagesTable.arn },
      {
        Effect: "Allow",
        Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        Resource: inferenceQueue.arn,
      },
    ],
  }),
});

// Failure 9: the code that this function ships imports numpy and never uses it.
const inferenceFunction = new aws.lambda.Function(
  "inference-function",
  {
    runtime: "python3.8",
    handler: "handler.handler",
    code: new pulumi.asset.FileArchive("../../lambda/flawed/inference"),
    role: inferenceRole.arn,
    layers: [sharedLayer.arn],
    timeout: 60,
    memorySize: 512,
    environment: { variables: { TABLE_NAME: imagesTable.name } },
    loggingConfig: { logFormat: "Text", logGroup: inferenceLogGroup.name },
    tags: { Project: "image-pipeline", Environment: "production" },
  },
  { dependsOn: [inferenceRolePolicy] },
);

const apiLogGroup = new aws.cloudwatch.LogGroup("api-log-group", {
  retentionInDays: 30,
  tags: { Project: "image-pipeline", Environment: "production" },
});

const apiRole = new aws.iam.Role("api-role", {
  assumeRolePolicy,
  tags: { Project: "image-pipeline", Environment: "production" },
});

const apiRolePolicy = new aws.iam.RolePolicy("api-role-policy", {
  role: apiRole.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: pulumi.interpolate`${apiLogGroup.arn}:*`,
      },
      { Effect: "Allow", Action: ["s3:PutObject"], Resource: pulumi.interpolate`${imageBucket.arn}/uploads/*` },
      // Besides: the code of this function also gets items.
      { Effect: "Allow", Action: ["dynamodb:PutItem"], Resource: imagesTable.arn },
      {
        Effect: "Allow",
        Action: ["dynamodb:Query"],
        Resource: pulumi.interpolate`${imagesTable.arn}/index/status-created-index`,
      },
    ],
  }),
});

// Failures 7 and 8: the code that this function ships reads event['path'] and event['httpMethod'], which events of
// payload format 2.0 do not have, and prints errors without their traceback. Besides, it names the attribute status in an
// expression, a word that DynamoDB reserves.
const apiFunction = new aws.lambda.Function(
  "api-function",
  {
    runtime: "python3.8",
    handler: "handler.handler",
    code: new pulumi.asset.FileArchive("../../lambda/flawed/api"),
    role: apiRole.arn,
    layers: [sharedLayer.arn],
    timeout: 15,
    memorySize: 512,
    environment: { variables: { TABLE_NAME: imagesTable.name, BUCKET_NAME: imageBucket.bucket } },
    loggingConfig: { logFormat: "Text", logGroup: apiLogGroup.name },
    tags: { Project: "image-pipeline", Environment: "production" },
  },
  { dependsOn: [apiRolePolicy] },
);

new aws.lambda.EventSourceMapping("preprocess-event-source", {
  eventSourceArn: preprocessingQueue.arn,
  functionName: preprocessFunction.arn,
  batchSize: 10,
  functionResponseTypes: ["ReportBatchItemFailures"],
});

new aws.lambda.EventSourceMapping("inference-event-source", {
  eventSourceArn: inferenceQueue.arn,
  functionName: inferenceFunction.arn,
  batchSize: 10,
  functionResponseTypes: ["ReportBatchItemFailures"],
});

// HTTP API

const imageApi = new aws.apigatewayv2.Api("image-api", {
  protocolType: "HTTP",
  tags: { Project: "image-pipeline", Environment: "production" },
});

const apiIntegration = new aws.apigatewayv2.Integration("api-integration", {
  apiId: imageApi.id,
  integrationType: "AWS_PROXY",
  integrationUri: apiFunction.invokeArn,
  payloadFormatVersion: "2.0",
});

new aws.apigatewayv2.Route("post-images-route", {
  apiId: imageApi.id,
  routeKey: "POST /images",
  target: pulumi.interpolate`integrations/${apiIntegration.id}`,
});

new aws.apigatewayv2.Route("get-image-route", {
  apiId: imageApi.id,
  routeKey: "GET /images/{image_id}",
  target: pulumi.interpolate`integrations/${apiIntegration.id}`,
});

// Failure 4: a deployment beside the stage, which does not wait for the routes and goes stale when they change, and
// access logs in many lines for a log group that nobody creates.
const apiDeployment = new aws.apigatewayv2.Deployment("api-deployment", { apiId: imageApi.id });

const apiStage = new aws.apigatewayv2.Stage("api-stage", {
  apiId: imageApi.id,
  name: "$default",
  deploymentId: apiDeployment.id,
  accessLogSettings: {
    destinationArn: "arn:aws:logs:us-east-1:123456789012:log-group:/aws/apigateway/image-pipeline",
    format: `{
  "requestId": "$context.requestId",
  "ip": "$context.identity.sourceIp",
  "requestTime": "$context.requestTime",
  "httpMethod": "$context.httpMethod",
  "routeKey": "$context.routeKey",
  "status": "$context.status",
  "protocol": "$context.protocol",
  "responseLength": "$context.responseLength",
  "integrationError": "$context.integrationErrorMessage"
}`,
  },
});

new aws.lambda.Permission("api-permission", {
  action: "lambda:InvokeFunction",
  function: apiFunction.name,
  principal: "apigateway.amazonaws.com",
  sourceArn: pulumi.interpolate`${imageApi.executionArn}/*/*`,
});

// Failure 11: the URL of the stage instead of imageApi.apiEndpoint.
export const api_base_url = apiStage.invokeUrl;
export const image_bucket_name = imageBucket.bucket;
export const images_table_name = imagesTable.name;
export const preprocessing_queue_url = preprocessingQueue.url;
