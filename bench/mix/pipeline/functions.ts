import type { Properties } from "../../../testing/aws/values";
import { codePath } from "../code";
import type { Declared } from "../declared";
import { allow, document, type Scope, TAGS } from "./scope";
import { INDEX } from "./storage";

const tags = TAGS.ofResources;

/** The layer and the three functions, each with a log group and a role of its own. */
export function functions(scope: Scope): readonly Declared[] {
  const table = scope.output("images-table", "arn");
  const bucket = scope.output("image-bucket", "arn");
  const tableName = { TABLE_NAME: scope.output("images-table", "name") };
  return [
    layer(scope),
    ...lambda(
      scope,
      "preprocess",
      { timeout: 30, variables: { ...tableName, INFERENCE_QUEUE_URL: scope.output("inference-queue", "url") } },
      [
        allow(["s3:GetObject"], `${bucket}/uploads/*`),
        allow(["s3:PutObject"], `${bucket}/processed/*`),
        allow(["dynamodb:UpdateItem"], table),
        allow(["sqs:SendMessage"], scope.output("inference-queue", "arn")),
        allowConsuming(scope, "preprocessing-queue"),
      ],
    ),
    ...lambda(scope, "inference", { timeout: 60, variables: tableName }, [
      allow(["s3:GetObject"], `${bucket}/processed/*`),
      allow(["rekognition:DetectLabels"], "*"),
      allow(["dynamodb:UpdateItem"], table),
      allowConsuming(scope, "inference-queue"),
    ]),
    ...lambda(
      scope,
      "api",
      { timeout: 15, variables: { ...tableName, BUCKET_NAME: scope.output("image-bucket", "bucket") } },
      [
        allow(["s3:PutObject"], `${bucket}/uploads/*`),
        allow(["dynamodb:PutItem", "dynamodb:GetItem"], table),
        allow(["dynamodb:Query"], `${table}/index/${INDEX.name}`),
      ],
    ),
    consumer(scope, "preprocess", "preprocessing-queue"),
    consumer(scope, "inference", "inference-queue"),
  ];
}

function layer(scope: Scope): Declared {
  const compatibleRuntimes = ["python3.8", "python3.9", "python3.10", "python3.11"];
  return scope.resource(
    "aws:lambda/layerVersion:LayerVersion",
    "shared-layer",
    { layerName: scope.name("image-shared"), compatibleRuntimes },
    { archives: { code: codePath(scope.pipeline, "layer") } },
  );
}

function lambda(
  scope: Scope,
  key: "preprocess" | "inference" | "api",
  { timeout, variables }: { timeout: number; variables: Properties },
  statements: readonly Properties[],
): readonly Declared[] {
  const logging = allow(["logs:CreateLogStream", "logs:PutLogEvents"], `${scope.output(`${key}-log-group`, "arn")}:*`);
  return [
    scope.resource("aws:cloudwatch/logGroup:LogGroup", `${key}-log-group`, { retentionInDays: 30, tags }),
    scope.resource("aws:iam/role:Role", `${key}-role`, { assumeRolePolicy: ASSUME_ROLE, tags }),
    scope.resource("aws:iam/rolePolicy:RolePolicy", `${key}-role-policy`, {
      role: scope.output(`${key}-role`, "id"),
      policy: document(logging, ...statements),
    }),
    scope.resource(
      "aws:lambda/function:Function",
      `${key}-function`,
      {
        runtime: "python3.11",
        handler: "handler.handler",
        role: scope.output(`${key}-role`, "arn"),
        layers: [scope.output("shared-layer", "arn")],
        timeout,
        memorySize: 512,
        environment: { variables },
        loggingConfig: { logFormat: "Text", logGroup: scope.output(`${key}-log-group`, "name") },
        tags,
      },
      { archives: { code: codePath(scope.pipeline, key) }, ...scope.after(`${key}-role-policy`) },
    ),
  ];
}

function consumer(scope: Scope, key: string, queue: string): Declared {
  return scope.resource("aws:lambda/eventSourceMapping:EventSourceMapping", `${key}-event-source`, {
    eventSourceArn: scope.output(queue, "arn"),
    functionName: scope.output(`${key}-function`, "arn"),
    batchSize: 10,
    functionResponseTypes: ["ReportBatchItemFailures"],
    tags,
  });
}

function allowConsuming(scope: Scope, queue: string): Properties {
  return allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], scope.output(queue, "arn"));
}

const ASSUME_ROLE = document({
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: "sts:AssumeRole",
});
