"""The image pipeline, with the documented failures. The numbers are those of the README."""

# Failure 1: everything is at the top level, nothing can be reused or tested as a unit.

import json

import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions

assume_role_policy = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)

# Storage

# Failure 14: no tags at all; so it is with the queues, the event sources and the stage.
image_bucket = aws.s3.Bucket("image-bucket")

aws.s3.BucketPublicAccessBlock(
    "image-bucket-access",
    bucket=image_bucket.id,
    block_public_acls=True,
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
)

images_table = aws.dynamodb.Table(
    "images-table",
    billing_mode="PAY_PER_REQUEST",
    hash_key="image_id",
    attributes=[
        aws.dynamodb.TableAttributeArgs(name="image_id", type="S"),
        # Failure 2: a type that belongs to secondary indexes. The one in the failure's text does not exist, Python would
        # stop there; this one exists, and its attributeName, attributeType and keyType arrive at the engine.
        aws.dynamodb.GlobalSecondaryIndexKeySchemaArgs(attribute_name="status", attribute_type="S", key_type="HASH"),
        aws.dynamodb.GlobalSecondaryIndexKeySchemaArgs(
            attribute_name="created_at", attribute_type="N", key_type="RANGE"
        ),
    ],
    global_secondary_indexes=[
        aws.dynamodb.TableGlobalSecondaryIndexArgs(
            name="status-created-index",
            hash_key="status",
            range_key="created_at",
            projection_type="ALL",
            # Failure 13: an on-demand table has no capacity to provision.
            read_capacity=5,
            write_capacity=5,
        )
    ],
    point_in_time_recovery=aws.dynamodb.TablePointInTimeRecoveryArgs(enabled=True),
    # Failure 14: hard-coded, here and below.
    tags={"Project": "image-pipeline", "Environment": "production"},
)

# Queues

preprocessing_dlq = aws.sqs.Queue(
    "preprocessing-dlq",
    message_retention_seconds=14 * 24 * 60 * 60,
    sqs_managed_sse_enabled=True,
)

preprocessing_queue = aws.sqs.Queue(
    "preprocessing-queue",
    visibility_timeout_seconds=180,
    redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": preprocessing_dlq.arn, "maxReceiveCount": 5}),
    sqs_managed_sse_enabled=True,
)

inference_dlq = aws.sqs.Queue(
    "inference-dlq",
    message_retention_seconds=14 * 24 * 60 * 60,
    sqs_managed_sse_enabled=True,
)

inference_queue = aws.sqs.Queue(
    "inference-queue",
    visibility_timeout_seconds=360,
    redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": inference_dlq.arn, "maxReceiveCount": 5}),
    sqs_managed_sse_enabled=True,
)

preprocessing_queue_policy = aws.sqs.QueuePolicy(
    "preprocessing-queue-policy",
    queue_url=preprocessing_queue.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "s3.amazonaws.com"},
                    "Action": "sqs:SendMessage",
                    "Resource": preprocessing_queue.arn,
                    "Condition": {"ArnEquals": {"aws:SourceArn": image_bucket.arn}},
                }
            ],
        }
    ),
)

# Failure 3: the property is called queues. aws.s3.BucketNotification would refuse the argument queue_configurations
# before the engine sees it; the untyped resource passes it on, as a YAML program would.
pulumi.CustomResource(
    "aws:s3/bucketNotification:BucketNotification",
    "upload-notification",
    {
        "bucket": image_bucket.id,
        "queueConfigurations": [
            {
                "queueArn": preprocessing_queue.arn,
                "events": ["s3:ObjectCreated:*"],
                "filterPrefix": "uploads/",
            }
        ],
    },
    ResourceOptions(depends_on=[preprocessing_queue_policy], version="7.48.0"),
)

# Functions

shared_layer = aws.lambda_.LayerVersion(
    "shared-layer",
    layer_name="image-shared",
    code=pulumi.FileArchive("../../lambda/layer"),
    # Failure 6: no function can move to a runtime newer than 3.9.
    compatible_runtimes=["python3.8", "python3.9"],
)

preprocess_log_group = aws.cloudwatch.LogGroup(
    "preprocess-log-group",
    retention_in_days=30,
    tags={"Project": "image-pipeline", "Environment": "production"},
)

preprocess_role = aws.iam.Role(
    "preprocess-role",
    assume_role_policy=assume_role_policy,
    tags={"Project": "image-pipeline", "Environment": "production"},
)

preprocess_role_policy = aws.iam.RolePolicy(
    "preprocess-role-policy",
    role=preprocess_role.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                    "Resource": pulumi.Output.concat(preprocess_log_group.arn, ":*"),
                },
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject"],
                    "Resource": pulumi.Output.concat(image_bucket.arn, "/uploads/*"),
                },
                {
                    "Effect": "Allow",
                    "Action": ["s3:PutObject"],
                    "Resource": pulumi.Output.concat(image_bucket.arn, "/processed/*"),
                },
                {"Effect": "Allow", "Action": ["dynamodb:UpdateItem"], "Resource": images_table.arn},
                {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": inference_queue.arn},
                {
                    "Effect": "Allow",
                    "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
                    "Resource": preprocessing_queue.arn,
                },
            ],
        }
    ),
)

# Failure 15: the code that this function ships has a "Reasoning Trace", an "Answer" and a Markdown fence around it.
preprocess_function = aws.lambda_.Function(
    "preprocess-function",
    runtime="python3.8",  # Failure 5: so it is with the other two functions.
    handler="handler.handler",
    code=pulumi.FileArchive("../../lambda/flawed/preprocess"),
    role=preprocess_role.arn,
    layers=[shared_layer.arn],
    timeout=30,
    memory_size=512,
    environment=aws.lambda_.FunctionEnvironmentArgs(
        variables={"TABLE_NAME": images_table.name, "INFERENCE_QUEUE_URL": inference_queue.url},
    ),
    logging_config=aws.lambda_.FunctionLoggingConfigArgs(log_format="Text", log_group=preprocess_log_group.name),
    tags={"Project": "image-pipeline", "Environment": "production"},
    opts=ResourceOptions(depends_on=[preprocess_role_policy]),
)

inference_log_group = aws.cloudwatch.LogGroup(
    "inference-log-group",
    retention_in_days=30,
    tags={"Project": "image-pipeline", "Environment": "production"},
)

inference_role = aws.iam.Role(
    "inference-role",
    assume_role_policy=assume_role_policy,
    tags={"Project": "image-pipeline", "Environment": "production"},
)

inference_role_policy = aws.iam.RolePolicy(
    "inference-role-policy",
    role=inference_role.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                    "Resource": pulumi.Output.concat(inference_log_group.arn, ":*"),
                },
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject"],
                    "Resource": pulumi.Output.concat(image_bucket.arn, "/processed/*"),
                },
                {"Effect": "Allow", "Action": ["rekognition:DetectLabels"], "Resource": "*"},
                {"Effect": "Allow", "Action": ["dynamodb:UpdateItem"], "Resource": images_table.arn},
                {
                    "Effect": "Allow",
                    "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
                    "Resource": inference_queue.arn,
                },
            ],
        }
    ),
)

# Failure 9: the code that this function ships imports numpy and never uses it.
inference_function = aws.lambda_.Function(
    "inference-function",
    runtime="python3.8",
    handler="handler.handler",
    code=pulumi.FileArchive("../../lambda/flawed/inference"),
    role=inference_role.arn,
    layers=[shared_layer.arn],
    timeout=60,
    memory_size=512,
    environment=aws.lambda_.FunctionEnvironmentArgs(variables={"TABLE_NAME": images_table.name}),
    logging_config=aws.lambda_.FunctionLoggingConfigArgs(log_format="Text", log_group=inference_log_group.name),
    tags={"Project": "image-pipeline", "Environment": "production"},
    opts=ResourceOptions(depends_on=[inference_role_policy]),
)

api_log_group = aws.cloudwatch.LogGroup(
    "api-log-group",
    retention_in_days=30,
    tags={"Project": "image-pipeline", "Environment": "production"},
)

api_role = aws.iam.Role(
    "api-role",
    assume_role_policy=assume_role_policy,
    tags={"Project": "image-pipeline", "Environment": "production"},
)

api_role_policy = aws.iam.RolePolicy(
    "api-role-policy",
    role=api_role.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                    "Resource": pulumi.Output.concat(api_log_group.arn, ":*"),
                },
                {
                    "Effect": "Allow",
                    "Action": ["s3:PutObject"],
                    "Resource": pulumi.Output.concat(image_bucket.arn, "/uploads/*"),
                },
                # Besides: the code of this function also gets items.
                {"Effect": "Allow", "Action": ["dynamodb:PutItem"], "Resource": images_table.arn},
                {
                    "Effect": "Allow",
                    "Action": ["dynamodb:Query"],
                    "Resource": pulumi.Output.concat(images_table.arn, "/index/status-created-index"),
                },
            ],
        }
    ),
)

# Failures 7 and 8: the code that this function ships reads event['path'] and event['httpMethod'], which events of
# payload format 2.0 do not have, and prints errors without their traceback. Besides, it names the attribute status in an
# expression, a word that DynamoDB reserves.
api_function = aws.lambda_.Function(
    "api-function",
    runtime="python3.8",
    handler="handler.handler",
    code=pulumi.FileArchive("../../lambda/flawed/api"),
    role=api_role.arn,
    layers=[shared_layer.arn],
    timeout=15,
    memory_size=512,
    environment=aws.lambda_.FunctionEnvironmentArgs(
        variables={"TABLE_NAME": images_table.name, "BUCKET_NAME": image_bucket.bucket},
    ),
    logging_config=aws.lambda_.FunctionLoggingConfigArgs(log_format="Text", log_group=api_log_group.name),
    tags={"Project": "image-pipeline", "Environment": "production"},
    opts=ResourceOptions(depends_on=[api_role_policy]),
)

aws.lambda_.EventSourceMapping(
    "preprocess-event-source",
    event_source_arn=preprocessing_queue.arn,
    function_name=preprocess_function.arn,
    batch_size=10,
    function_response_types=["ReportBatchItemFailures"],
)

aws.lambda_.EventSourceMapping(
    "inference-event-source",
    event_source_arn=inference_queue.arn,
    function_name=inference_function.arn,
    batch_size=10,
    function_response_types=["ReportBatchItemFailures"],
)

# HTTP API

image_api = aws.apigatewayv2.Api(
    "image-api",
    protocol_type="HTTP",
    tags={"Project": "image-pipeline", "Environment": "production"},
)

api_integration = aws.apigatewayv2.Integration(
    "api-integration",
    api_id=image_api.id,
    integration_type="AWS_PROXY",
    integration_uri=api_function.invoke_arn,
    payload_format_version="2.0",
)

aws.apigatewayv2.Route(
    "post-images-route",
    api_id=image_api.id,
    route_key="POST /images",
    target=pulumi.Output.concat("integrations/", api_integration.id),
)

aws.apigatewayv2.Route(
    "get-image-route",
    api_id=image_api.id,
    route_key="GET /images/{image_id}",
    target=pulumi.Output.concat("integrations/", api_integration.id),
)

# Failure 4: a deployment beside the stage, which does not wait for the routes and goes stale when they change, and
# access logs in many lines for a log group that nobody creates.
api_deployment = aws.apigatewayv2.Deployment("api-deployment", api_id=image_api.id)

api_stage = aws.apigatewayv2.Stage(
    "api-stage",
    api_id=image_api.id,
    name="$default",
    deployment_id=api_deployment.id,
    access_log_settings=aws.apigatewayv2.StageAccessLogSettingsArgs(
        destination_arn="arn:aws:logs:us-east-1:123456789012:log-group:/aws/apigateway/image-pipeline",
        format="""{
  "requestId": "$context.requestId",
  "ip": "$context.identity.sourceIp",
  "requestTime": "$context.requestTime",
  "httpMethod": "$context.httpMethod",
  "routeKey": "$context.routeKey",
  "status": "$context.status",
  "protocol": "$context.protocol",
  "responseLength": "$context.responseLength",
  "integrationError": "$context.integrationErrorMessage"
}""",
    ),
)

aws.lambda_.Permission(
    "api-permission",
    action="lambda:InvokeFunction",
    function=api_function.name,
    principal="apigateway.amazonaws.com",
    source_arn=pulumi.Output.concat(image_api.execution_arn, "/*/*"),
)

# Failure 11: the URL of the stage instead of image_api.api_endpoint.
pulumi.export("api_base_url", api_stage.invoke_url)
pulumi.export("image_bucket_name", image_bucket.bucket)
pulumi.export("images_table_name", images_table.name)
pulumi.export("preprocessing_queue_url", preprocessing_queue.url)
