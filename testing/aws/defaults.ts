// Defaults that the real provider's schema gives to inputs, for the types of an event-driven pipeline.
import type { Properties } from "./values";

export const defaultInputs: Readonly<Record<string, Properties>> = {
  "aws:apigateway/method:Method": { apiKeyRequired: false },
  "aws:apigatewayv2/api:Api": {
    apiKeySelectionExpression: "$request.header.x-api-key",
    routeSelectionExpression: "$request.method $request.path",
  },
  "aws:apigatewayv2/integration:Integration": { connectionType: "INTERNET", payloadFormatVersion: "1.0" },
  "aws:apigatewayv2/route:Route": { apiKeyRequired: false, authorizationType: "NONE" },
  "aws:apigatewayv2/stage:Stage": { autoDeploy: false },
  "aws:cloudwatch/logGroup:LogGroup": { retentionInDays: 0, skipDestroy: false },
  "aws:dynamodb/table:Table": { billingMode: "PROVISIONED" },
  "aws:iam/policy:Policy": { path: "/" },
  "aws:iam/role:Role": { forceDetachPolicies: false, maxSessionDuration: 3600, path: "/" },
  "aws:lambda/eventSourceMapping:EventSourceMapping": { enabled: true },
  "aws:lambda/function:Function": {
    memorySize: 128,
    packageType: "Zip",
    publish: false,
    reservedConcurrentExecutions: -1,
    skipDestroy: false,
    timeout: 3,
  },
  "aws:lambda/layerVersion:LayerVersion": { skipDestroy: false },
  "aws:s3/bucket:Bucket": { forceDestroy: false },
  "aws:s3/bucketNotification:BucketNotification": { eventbridge: false },
  "aws:s3/bucketV2:BucketV2": { forceDestroy: false },
  "aws:sns/topic:Topic": { contentBasedDeduplication: false, fifoTopic: false },
  "aws:sqs/queue:Queue": {
    contentBasedDeduplication: false,
    delaySeconds: 0,
    fifoQueue: false,
    maxMessageSize: 262144,
    messageRetentionSeconds: 345600,
    receiveWaitTimeSeconds: 0,
    visibilityTimeoutSeconds: 30,
  },
};
