import type { Kind } from "../../kit/graph";
import { typeTokens } from "../facts/type-aliases";

/** A resource type of the AWS provider, and the outputs that others use to refer to it. */
function kind(type: string, ...identifiedBy: readonly string[]): Kind {
  return { types: typeTokens(type), identifiedBy };
}

export const ALIAS = kind("aws:lambda/alias:Alias", "arn", "invokeArn");
export const ALARM = kind("aws:cloudwatch/metricAlarm:MetricAlarm", "arn", "name", "id");
export const API = kind("aws:apigatewayv2/api:Api", "id", "arn", "executionArn");
export const API_AUTHORIZER = kind("aws:apigatewayv2/authorizer:Authorizer", "id");
export const BUCKET = kind("aws:s3/bucket:Bucket", "id", "bucket", "arn");
export const BROKER = kind("aws:mq/broker:Broker", "arn", "id");
export const BUS = kind("aws:cloudwatch/eventBus:EventBus", "arn", "name", "id");
export const DEPLOYMENT = kind("aws:apigatewayv2/deployment:Deployment", "id");
export const FUNCTION = kind("aws:lambda/function:Function", "arn", "qualifiedArn", "invokeArn", "id", "name");
export const FUNCTION_URL = kind("aws:lambda/functionUrl:FunctionUrl", "functionUrl");
export const INTEGRATION = kind("aws:apigatewayv2/integration:Integration", "id");
export const KAFKA_CLUSTER = kind("aws:msk/cluster:Cluster", "arn", "id");
export const KAFKA_SERVERLESS = kind("aws:msk/serverlessCluster:ServerlessCluster", "arn", "id");
export const KINESIS_CONSUMER = kind("aws:kinesis/streamConsumer:StreamConsumer", "arn", "id");
export const KEY = kind("aws:kms/key:Key", "arn", "keyId", "id");
export const KEY_ALIAS = kind("aws:kms/alias:Alias", "arn", "name", "id");
export const LAYER = kind("aws:lambda/layerVersion:LayerVersion", "arn", "id");
export const LOG_GROUP = kind("aws:cloudwatch/logGroup:LogGroup", "arn", "name", "id");
export const POLICY = kind("aws:iam/policy:Policy", "arn", "id");
export const QUEUE = kind("aws:sqs/queue:Queue", "arn", "url", "id", "name");
export const REST_API = kind("aws:apigateway/restApi:RestApi", "id", "arn", "executionArn");
export const REST_DEPLOYMENT = kind("aws:apigateway/deployment:Deployment", "id");
export const REST_INTEGRATION = kind("aws:apigateway/integration:Integration", "id");
export const REST_INTEGRATION_RESPONSE = kind("aws:apigateway/integrationResponse:IntegrationResponse", "id");
export const REST_METHOD = kind("aws:apigateway/method:Method", "id");
export const REST_METHOD_RESPONSE = kind("aws:apigateway/methodResponse:MethodResponse", "id");
/** The path `/`, which each REST API has. */
export const REST_ROOT = kind("aws:apigateway/restApi:RestApi", "rootResourceId");
export const REST_STAGE = kind("aws:apigateway/stage:Stage", "id", "arn", "executionArn", "invokeUrl");
export const ROLE = kind("aws:iam/role:Role", "arn", "name", "id");
export const REST_RESOURCE = kind("aws:apigateway/resource:Resource", "id");
export const ROUTE = kind("aws:apigatewayv2/route:Route", "id");
export const RULE = kind("aws:cloudwatch/eventRule:EventRule", "arn", "name", "id");
export const SECRET = kind("aws:secretsmanager/secret:Secret", "arn", "id", "name");
export const STAGE = kind("aws:apigatewayv2/stage:Stage", "arn", "executionArn", "invokeUrl");
export const STATE_MACHINE = kind("aws:sfn/stateMachine:StateMachine", "arn", "id");
export const TARGET_GROUP = kind("aws:lb/targetGroup:TargetGroup", "arn", "id", "name");
export const STREAM = kind("aws:kinesis/stream:Stream", "arn", "id", "name");
export const TABLE = kind("aws:dynamodb/table:Table", "arn", "streamArn", "id", "name");
export const TOPIC = kind("aws:sns/topic:Topic", "arn", "id", "name");
export const TOPIC_RULE = kind("aws:iot/topicRule:TopicRule", "arn", "name", "id");
export const USER_POOL = kind("aws:cognito/userPool:UserPool", "arn", "id");
