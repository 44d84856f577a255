import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const runtime = "python3.11";
const logRetentionDays = 30;
const dlqRetentionSeconds = 14 * 24 * 60 * 60;
const statusIndex = "status-created-index";

const assumeRolePolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

export interface TapStackArgs {
  /** Tags for every resource of the pipeline, beside and before its default ones. */
  tags?: Record<string, string>;
}

interface Statement {
  Effect: "Allow";
  Action: string[];
  Resource: pulumi.Input<string>;
}

/** The image pipeline as one component. */
export class TapStack extends pulumi.ComponentResource {
  readonly apiBaseUrl: pulumi.Output<string>;
  readonly imageBucketName: pulumi.Output<string>;
  readonly imagesTableName: pulumi.Output<string>;
  readonly preprocessingQueueUrl: pulumi.Output<string>;

  private readonly prefix: string;
  private readonly tags: Record<string, string>;

  constructor(name: string, args: TapStackArgs, opts?: pulumi.ComponentResourceOptions) {
    super("image-pipeline:index:TapStack", name, { tags: args.tags }, opts);
    this.prefix = name;
    const defaultTags = { Project: "image-pipeline", ManagedBy: "pulumi" };
    this.tags = { ...defaultTags, ...args.tags };

    // Storage
    const bucket = new aws.s3.Bucket(`${name}-image-bucket`, { tags: this.tags }, { parent: this });
    new aws.s3.BucketPublicAccessBlock(
      `${name}-image-bucket-access`,
      {
        bucket: bucket.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this },
    );
    const table = new aws.dynamodb.Table(
      `${name}-images-table`,
      {
        billingMode: "PAY_PER_REQUEST",
        hashKey: "image_id",
        attributes: [
          { name: "image_id", type: "S" },
          { name: "status", type: "S" },
          { name: "created_at", type: "N" },
        ],
        globalSecondaryIndexes: [
          {
            name: statusIndex,
            keySchemas: [
              { attributeName: "status", keyType: "HASH" },
              { attributeName: "created_at", keyType: "RANGE" },
            ],
            projectionType: "ALL",
          },
        ],
        pointInTimeRecovery: { enabled: true },
        tags: this.tags,
      },
      { parent: this },
    );

    // Queues
    const preprocessingQueue = this.createQueue("preprocessing", 180);
    const inferenceQueue = this.createQueue("inference", 360);
    const queuePolicy = new aws.sqs.QueuePolicy(
      `${name}-preprocessing-queue-policy`,
      {
        queueUrl: preprocessingQueue.id,
        policy: pulumi.jsonStringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "s3.amazonaws.com" },
              Action: "sqs:SendMessage",
              Resource: preprocessingQueue.arn,
              Condition: { ArnEquals: { "aws:SourceArn": bucket.arn } },
            },
          ],
        }),
      },
      { parent: this },
    );
    new aws.s3.BucketNotification(
      `${name}-upload-notification`,
      {
        bucket: bucket.id,
        queues: [{ queueArn: preprocessingQueue.arn, events: ["s3:ObjectCreated:*"], filterPrefix: "uploads/" }],
      },
      { parent: this, dependsOn: [queuePolicy] },
    );

    // Functions
    const layer = new aws.lambda.LayerVersion(
      `${name}-shared-layer`,
      {
        layerName: `${name}-image-shared`,
        code: new pulumi.asset.FileArchive("../../lambda/layer"),
        compatibleRuntimes: ["python3.8", "python3.9", "python3.10", "python3.11"],
      },
      { parent: this },
    );
    const preprocess = this.createFunction("preprocess", {
      layer,
      timeout: 30,
      environment: { TABLE_NAME: table.name, INFERENCE_QUEUE_URL: inferenceQueue.url },
      statements: [
        allow(["s3:GetObject"], pulumi.interpolate`${bucket.arn}/uploads/*`),
        allow(["s3:PutObject"], pulumi.interpolate`${bucket.arn}/processed/*`),
        allow(["dynamodb:UpdateItem"], table.arn),
        allow(["sqs:SendMessage"], inferenceQueue.arn),
        allowConsuming(preprocessingQueue),
      ],
    });
    const inference = this.createFunction("inference", {
      layer,
      timeout: 60,
      environment: { TABLE_NAME: table.name },
      statements: [
        allow(["s3:GetObject"], pulumi.interpolate`${bucket.arn}/processed/*`),
        allow(["rekognition:DetectLabels"], "*"), // has no resources to restrict it to
        allow(["dynamodb:UpdateItem"], table.arn),
        allowConsuming(inferenceQueue),
      ],
    });
    const apiFunction = this.createFunction("api", {
      layer,
      timeout: 15,
      environment: { TABLE_NAME: table.name, BUCKET_NAME: bucket.bucket },
      statements: [
        allow(["s3:PutObject"], pulumi.interpolate`${bucket.arn}/uploads/*`),
        allow(["dynamodb:PutItem", "dynamodb:GetItem"], table.arn),
        allow(["dynamodb:Query"], pulumi.interpolate`${table.arn}/index/${statusIndex}`),
      ],
    });
    this.createConsumer("preprocess", preprocess, preprocessingQueue);
    this.createConsumer("inference", inference, inferenceQueue);

    // HTTP API
    const api = new aws.apigatewayv2.Api(
      `${name}-image-api`,
      { protocolType: "HTTP", tags: this.tags },
      { parent: this },
    );
    const integration = new aws.apigatewayv2.Integration(
      `${name}-api-integration`,
      {
        apiId: api.id,
        integrationType: "AWS_PROXY",
        integrationUri: apiFunction.invokeArn,
        payloadFormatVersion: "2.0",
      },
      { parent: this },
    );
    const postImagesRoute = new aws.apigatewayv2.Route(
      `${name}-post-images-route`,
      { apiId: api.id, routeKey: "POST /images", target: pulumi.interpolate`integrations/${integration.id}` },
      { parent: this },
    );
    const getImageRoute = new aws.apigatewayv2.Route(
      `${name}-get-image-route`,
      { apiId: api.id, routeKey: "GET /images/{image_id}", target: pulumi.interpolate`integrations/${integration.id}` },
      { parent: this },
    );
    new aws.apigatewayv2.Stage(
      `${name}-api-stage`,
      {
        apiId: api.id,
        name: "$default",
        autoDeploy: true,
        defaultRouteSettings: { throttlingBurstLimit: 50, throttlingRateLimit: 20 },
        tags: this.tags,
      },
      { parent: this, dependsOn: [postImagesRoute, getImageRoute] },
    );
    new aws.lambda.Permission(
      `${name}-api-permission`,
      {
        action: "lambda:InvokeFunction",
        function: apiFunction.name,
        principal: "apigateway.amazonaws.com",
        sourceArn: pulumi.interpolate`${api.executionArn}/*/*`,
      },
      { parent: this },
    );

    this.apiBaseUrl = api.apiEndpoint;
    this.imageBucketName = bucket.bucket;
    this.imagesTableName = table.name;
    this.preprocessingQueueUrl = preprocessingQueue.url;
    this.registerOutputs({
      apiBaseUrl: this.apiBaseUrl,
      imageBucketName: this.imageBucketName,
      imagesTableName: this.imagesTableName,
      preprocessingQueueUrl: this.preprocessingQueueUrl,
    });
  }

  /** A queue whose messages end in a dead-letter queue after five attempts. */
  private createQueue(key: string, visibilityTimeoutSeconds: number): aws.sqs.Queue {
    const deadLetters = new aws.sqs.Queue(
      `${this.prefix}-${key}-dlq`,
      { messageRetentionSeconds: dlqRetentionSeconds, sqsManagedSseEnabled: true, tags: this.tags },
      { parent: this },
    );
    return new aws.sqs.Queue(
      `${this.prefix}-${key}-queue`,
      {
        visibilityTimeoutSeconds,
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 5 }),
        sqsManagedSseEnabled: true,
        tags: this.tags,
      },
      { parent: this },
    );
  }

  /** A function with its own log group and a role that allows it the given statements and to log. */
  private createFunction(
    key: string,
    options: {
      layer: aws.lambda.LayerVersion;
      timeout: number;
      environment: Record<string, pulumi.Input<string>>;
      statements: Statement[];
    },
  ): aws.lambda.Function {
    const logGroup = new aws.cloudwatch.LogGroup(
      `${this.prefix}-${key}-log-group`,
      { retentionInDays: logRetentionDays, tags: this.tags },
      { parent: this },
    );
    const role = new aws.iam.Role(
      `${this.prefix}-${key}-role`,
      { assumeRolePolicy, tags: this.tags },
      { parent: this },
    );
    const logging = allow(["logs:CreateLogStream", "logs:PutLogEvents"], pulumi.interpolate`${logGroup.arn}:*`);
    const rolePolicy = new aws.iam.RolePolicy(
      `${this.prefix}-${key}-role-policy`,
      {
        role: role.id,
        policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: [logging, ...options.statements] }),
      },
      { parent: this },
    );
    return new aws.lambda.Function(
      `${this.prefix}-${key}-function`,
      {
        runtime,
        handler: "handler.handler",
        code: new pulumi.asset.FileArchive(`../../lambda/ideal/${key}`),
        role: role.arn,
        layers: [options.layer.arn],
        timeout: options.timeout,
        memorySize: 512,
        environment: { variables: options.environment },
        loggingConfig: { logFormat: "Text", logGroup: logGroup.name },
        tags: this.tags,
      },
      { parent: this, dependsOn: [rolePolicy] },
    );
  }

  private createConsumer(key: string, fn: aws.lambda.Function, queue: aws.sqs.Queue): void {
    new aws.lambda.EventSourceMapping(
      `${this.prefix}-${key}-event-source`,
      {
        eventSourceArn: queue.arn,
        functionName: fn.arn,
        batchSize: 10,
        functionResponseTypes: ["ReportBatchItemFailures"],
        tags: this.tags,
      },
      { parent: this },
    );
  }
}

function allow(actions: string[], resource: pulumi.Input<string>): Statement {
  return { Effect: "Allow", Action: actions, Resource: resource };
}

function allowConsuming(queue: aws.sqs.Queue): Statement {
  return allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], queue.arn);
}
