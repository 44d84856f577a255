"""The image pipeline as one component, misused. The numbers are those of the README."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions

RUNTIME = "python3.11"
LOG_RETENTION_DAYS = 30
DLQ_RETENTION_SECONDS = 14 * 24 * 60 * 60
STATUS_INDEX = "status-created-index"

ASSUME_ROLE_POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)


@dataclass
class ImagePipelineArgs:
    tags: Mapping[str, str] = field(default_factory=dict)
    """Tags for every resource of the pipeline, beside and before its default ones."""


class ImagePipeline(pulumi.ComponentResource):
    api_base_url: pulumi.Output[str]
    image_bucket_name: pulumi.Output[str]
    images_table_name: pulumi.Output[str]
    preprocessing_queue_url: pulumi.Output[str]

    def __init__(self, name: str, args: ImagePipelineArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("image-pipeline:index:ImagePipeline", name, {"tags": args.tags}, opts)
        self.prefix = name
        default_tags = {"Project": "image-pipeline", "ManagedBy": "pulumi"}
        self.tags = {**default_tags, **args.tags}

        # Storage
        # Failure 12: without parent=self the bucket hangs off the stack, outside of the component; so it is with the
        # table, the dead-letter queues and the permission.
        bucket = aws.s3.Bucket(f"{name}-image-bucket", tags=self.tags)
        aws.s3.BucketPublicAccessBlock(
            f"{name}-image-bucket-access",
            bucket=bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=ResourceOptions(parent=self),
        )
        table = aws.dynamodb.Table(
            f"{name}-images-table",
            billing_mode="PAY_PER_REQUEST",
            hash_key="image_id",
            attributes=[
                aws.dynamodb.TableAttributeArgs(name="image_id", type="S"),
                aws.dynamodb.TableAttributeArgs(name="status", type="S"),
                aws.dynamodb.TableAttributeArgs(name="created_at", type="N"),
            ],
            global_secondary_indexes=[
                aws.dynamodb.TableGlobalSecondaryIndexArgs(
                    name=STATUS_INDEX,
                    key_schemas=[
                        aws.dynamodb.TableGlobalSecondaryIndexKeySchemaArgs(attribute_name="status", key_type="HASH"),
                        aws.dynamodb.TableGlobalSecondaryIndexKeySchemaArgs(
                            attribute_name="created_at", key_type="RANGE"
                        ),
                    ],
                    projection_type="ALL",
                )
            ],
            point_in_time_recovery=aws.dynamodb.TablePointInTimeRecoveryArgs(enabled=True),
            tags=self.tags,
        )

        # Queues
        preprocessing_queue = self._queue("preprocessing", visibility_timeout_seconds=180)
        inference_queue = self._queue("inference", visibility_timeout_seconds=360)
        queue_policy = aws.sqs.QueuePolicy(
            f"{name}-preprocessing-queue-policy",
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
                            "Condition": {"ArnEquals": {"aws:SourceArn": bucket.arn}},
                        }
                    ],
                }
            ),
            opts=ResourceOptions(parent=self),
        )
        aws.s3.BucketNotification(
            f"{name}-upload-notification",
            bucket=bucket.id,
            queues=[
                aws.s3.BucketNotificationQueueArgs(
                    queue_arn=preprocessing_queue.arn,
                    events=["s3:ObjectCreated:*"],
                    filter_prefix="uploads/",
                )
            ],
            opts=ResourceOptions(parent=self, depends_on=[queue_policy]),
        )

        # Functions
        layer = aws.lambda_.LayerVersion(
            f"{name}-shared-layer",
            layer_name=f"{name}-image-shared",
            code=pulumi.FileArchive("../../lambda/layer"),
            compatible_runtimes=["python3.8", "python3.9", "python3.10", "python3.11"],
            opts=ResourceOptions(parent=self),
        )
        preprocess = self._function(
            "preprocess",
            layer=layer,
            timeout=30,
            environment={"TABLE_NAME": table.name, "INFERENCE_QUEUE_URL": inference_queue.url},
            statements=[
                allow(["s3:GetObject"], pulumi.Output.concat(bucket.arn, "/uploads/*")),
                allow(["s3:PutObject"], pulumi.Output.concat(bucket.arn, "/processed/*")),
                allow(["dynamodb:UpdateItem"], table.arn),
                allow(["sqs:SendMessage"], inference_queue.arn),
                allow_consuming(preprocessing_queue),
            ],
        )
        inference = self._function(
            "inference",
            layer=layer,
            timeout=60,
            environment={"TABLE_NAME": table.name},
            statements=[
                allow(["s3:GetObject"], pulumi.Output.concat(bucket.arn, "/processed/*")),
                allow(["rekognition:DetectLabels"], "*"),  # has no resources to restrict it to
                allow(["dynamodb:UpdateItem"], table.arn),
                allow_consuming(inference_queue),
            ],
        )
        api_function = self._function(
            "api",
            layer=layer,
            timeout=15,
            environment={"TABLE_NAME": table.name, "BUCKET_NAME": bucket.bucket},
            statements=[
                allow(["s3:PutObject"], pulumi.Output.concat(bucket.arn, "/uploads/*")),
                allow(["dynamodb:PutItem", "dynamodb:GetItem"], table.arn),
                allow(["dynamodb:Query"], pulumi.Output.concat(table.arn, "/index/", STATUS_INDEX)),
            ],
        )
        self._consumer("preprocess", preprocess, preprocessing_queue)
        self._consumer("inference", inference, inference_queue)

        # HTTP API
        # Failure 14: hard-coded, so that the tags given to the component are lost and one of them is contradicted;
        # so it is with the stage, and with the log groups, which only lose them.
        api = aws.apigatewayv2.Api(
            f"{name}-image-api",
            protocol_type="HTTP",
            tags={"Project": "image-pipeline", "Environment": "test"},
            opts=ResourceOptions(parent=self),
        )
        integration = aws.apigatewayv2.Integration(
            f"{name}-api-integration",
            api_id=api.id,
            integration_type="AWS_PROXY",
            integration_uri=api_function.invoke_arn,
            payload_format_version="2.0",
            opts=ResourceOptions(parent=self),
        )
        post_images_route = aws.apigatewayv2.Route(
            f"{name}-post-images-route",
            api_id=api.id,
            route_key="POST /images",
            target=pulumi.Output.concat("integrations/", integration.id),
            opts=ResourceOptions(parent=self),
        )
        get_image_route = aws.apigatewayv2.Route(
            f"{name}-get-image-route",
            api_id=api.id,
            route_key="GET /images/{image_id}",
            target=pulumi.Output.concat("integrations/", integration.id),
            opts=ResourceOptions(parent=self),
        )
        aws.apigatewayv2.Stage(
            f"{name}-api-stage",
            api_id=api.id,
            name="$default",
            auto_deploy=True,
            default_route_settings=aws.apigatewayv2.StageDefaultRouteSettingsArgs(
                throttling_burst_limit=50, throttling_rate_limit=20
            ),
            tags={"Project": "image-pipeline", "Environment": "test"},
            opts=ResourceOptions(parent=self, depends_on=[post_images_route, get_image_route]),
        )
        aws.lambda_.Permission(
            f"{name}-api-permission",
            action="lambda:InvokeFunction",
            function=api_function.name,
            principal="apigateway.amazonaws.com",
            source_arn=pulumi.Output.concat(api.execution_arn, "/*/*"),
        )

        self.api_base_url = api.api_endpoint
        self.image_bucket_name = bucket.bucket
        self.images_table_name = table.name
        self.preprocessing_queue_url = preprocessing_queue.url
        # Failure 10: the outputs are not registered; __main__.py only exports them.

    def _queue(self, key: str, visibility_timeout_seconds: int) -> aws.sqs.Queue:
        """A queue whose messages end in a dead-letter queue after five attempts."""
        dead_letters = aws.sqs.Queue(
            f"{self.prefix}-{key}-dlq",
            message_retention_seconds=DLQ_RETENTION_SECONDS,
            sqs_managed_sse_enabled=True,
            tags=self.tags,
        )
        return aws.sqs.Queue(
            f"{self.prefix}-{key}-queue",
            visibility_timeout_seconds=visibility_timeout_seconds,
            redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": 5}),
            sqs_managed_sse_enabled=True,
            tags=self.tags,
            opts=ResourceOptions(parent=self),
        )

    def _function(
        self,
        key: str,
        layer: aws.lambda_.LayerVersion,
        timeout: int,
        environment: Mapping[str, pulumi.Input[str]],
        statements: Sequence[Mapping[str, Any]],
    ) -> aws.lambda_.Function:
        """A function with its own log group and a role that allows it the given statements and to log."""
        log_group = aws.cloudwatch.LogGroup(
            f"{self.prefix}-{key}-log-group",
            retention_in_days=LOG_RETENTION_DAYS,
            tags={"Project": "image-pipeline"},
            opts=ResourceOptions(parent=self),
        )
        role = aws.iam.Role(
            f"{self.prefix}-{key}-role",
            assume_role_policy=ASSUME_ROLE_POLICY,
            tags=self.tags,
            opts=ResourceOptions(parent=self),
        )
        logging = allow(["logs:CreateLogStream", "logs:PutLogEvents"], pulumi.Output.concat(log_group.arn, ":*"))
        role_policy = aws.iam.RolePolicy(
            f"{self.prefix}-{key}-role-policy",
            role=role.id,
            policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [logging, *statements]}),
            opts=ResourceOptions(parent=self),
        )
        return aws.lambda_.Function(
            f"{self.prefix}-{key}-function",
            runtime=RUNTIME,
            handler="handler.handler",
            code=pulumi.FileArchive(f"../../lambda/ideal/{key}"),
            role=role.arn,
            layers=[layer.arn],
            timeout=timeout,
            memory_size=512,
            environment=aws.lambda_.FunctionEnvironmentArgs(variables=environment),
            logging_config=aws.lambda_.FunctionLoggingConfigArgs(log_format="Text", log_group=log_group.name),
            tags=self.tags,
            opts=ResourceOptions(parent=self, depends_on=[role_policy]),
        )

    def _consumer(self, key: str, function: aws.lambda_.Function, queue: aws.sqs.Queue) -> None:
        aws.lambda_.EventSourceMapping(
            f"{self.prefix}-{key}-event-source",
            event_source_arn=queue.arn,
            function_name=function.arn,
            batch_size=10,
            function_response_types=["ReportBatchItemFailures"],
            tags=self.tags,
            opts=ResourceOptions(parent=self),
        )


def allow(actions: Sequence[str], resource: pulumi.Input[str]) -> Mapping[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resource}


def allow_consuming(queue: aws.sqs.Queue) -> Mapping[str, Any]:
    return allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], queue.arn)
