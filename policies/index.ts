import type { Policy } from "../kit/policy";
import { apigatewayAuthorizer } from "./apigateway/apigateway-authorizer";
import { apigatewayCors } from "./apigateway/apigateway-cors";
import { apigatewayDeployment } from "./apigateway/apigateway-deployment";
import { apigatewayIntegration } from "./apigateway/apigateway-integration";
import { apigatewayMethodOrder } from "./apigateway/apigateway-method-order";
import { apiEndpointOutput } from "./apigatewayv2/api-endpoint-output";
import { apigatewayv2Cors } from "./apigatewayv2/apigatewayv2-cors";
import { apigatewayv2Integration } from "./apigatewayv2/apigatewayv2-integration";
import { apigatewayv2Route } from "./apigatewayv2/apigatewayv2-route";
import { apigatewayv2StageAutoDeploy } from "./apigatewayv2/apigatewayv2-stage-auto-deploy";
import { apigatewayv2StageRoutes } from "./apigatewayv2/apigatewayv2-stage-routes";
import { apigatewayv2StageSettings } from "./apigatewayv2/apigatewayv2-stage-settings";
import { componentOutputs } from "./components/component-outputs";
import { componentStructure } from "./components/component-structure";
import { componentTags } from "./components/component-tags";
import { resourceParent } from "./components/resource-parent";
import { dynamodbAttributeDefinitions } from "./dynamodb/dynamodb-attribute-definitions";
import { dynamodbOnDemandCapacity } from "./dynamodb/dynamodb-on-demand-capacity";
import { eventbridgePipeSource } from "./eventbridge/eventbridge-pipe-source";
import { eventbridgeRule } from "./eventbridge/eventbridge-rule";
import { eventbridgeTarget } from "./eventbridge/eventbridge-target";
import { iamManagedPolicy } from "./iam/iam-managed-policy";
import { lambdaApiTimeout } from "./lambda/lambda-api-timeout";
import { lambdaBatchResponse } from "./lambda/lambda-batch-response";
import { lambdaCodeImports } from "./lambda/lambda-code-imports";
import { lambdaCodePermissions } from "./lambda/lambda-code-permissions";
import { lambdaCodeScaffolding } from "./lambda/lambda-code-scaffolding";
import { lambdaDynamodbRequests } from "./lambda/lambda-dynamodb-requests";
import { lambdaEnvironment } from "./lambda/lambda-environment";
import { lambdaEventSource } from "./lambda/lambda-event-source";
import { lambdaHandlerHttpAnswer } from "./lambda/lambda-handler-http-answer";
import { lambdaHandlerHttpEvent } from "./lambda/lambda-handler-http-event";
import { lambdaHandlerLoads } from "./lambda/lambda-handler-loads";
import { lambdaHandlerLogging } from "./lambda/lambda-handler-logging";
import { lambdaHandlerS3Key } from "./lambda/lambda-handler-s3-key";
import { lambdaHandlerTraceback } from "./lambda/lambda-handler-traceback";
import { lambdaHandlerUnusedImports } from "./lambda/lambda-handler-unused-imports";
import { lambdaInvokePermission } from "./lambda/lambda-invoke-permission";
import { lambdaLayerFunctionCompatibility } from "./lambda/lambda-layer-function-compatibility";
import { lambdaLayerLayout } from "./lambda/lambda-layer-layout";
import { lambdaLayerRuntimeCoverage } from "./lambda/lambda-layer-runtime-coverage";
import { lambdaPackage } from "./lambda/lambda-package";
import { lambdaPythonRuntime } from "./lambda/lambda-python-runtime";
import { lambdaRole } from "./lambda/lambda-role";
import { lambdaRuntimeSupport } from "./lambda/lambda-runtime-support";
import { messageDelivery } from "./message/message-delivery";
import { resolvedOutputs } from "./outputs/resolved-outputs";
import { s3BucketAccess } from "./s3/s3-bucket-access";
import { s3NotificationConfig } from "./s3/s3-notification-config";
import { s3NotificationDestination } from "./s3/s3-notification-destination";
import { sqsDeadLetterQueue } from "./sqs/sqs-dead-letter-queue";
import { requiredTags } from "./tags/required-tags";

/** The policies of the pack in groups, in the order of the documentation. */
export const catalogue: Readonly<Record<string, readonly Policy[]>> = {
  "Calls and messages": [
    lambdaInvokePermission,
    messageDelivery,
    s3NotificationDestination,
    s3NotificationConfig,
    lambdaEventSource,
    lambdaBatchResponse,
    sqsDeadLetterQueue,
    eventbridgeRule,
    eventbridgeTarget,
    eventbridgePipeSource,
  ],
  Code: [
    lambdaHandlerLoads,
    lambdaCodeImports,
    lambdaEnvironment,
    lambdaHandlerHttpEvent,
    lambdaHandlerHttpAnswer,
    lambdaHandlerS3Key,
    lambdaDynamodbRequests,
    lambdaHandlerLogging,
    lambdaHandlerTraceback,
    lambdaHandlerUnusedImports,
    lambdaCodeScaffolding,
  ],
  Rights: [lambdaRole, lambdaCodePermissions, iamManagedPolicy],
  "Runtimes, packages and layers": [
    lambdaPythonRuntime,
    lambdaRuntimeSupport,
    lambdaPackage,
    lambdaLayerLayout,
    lambdaLayerFunctionCompatibility,
    lambdaLayerRuntimeCoverage,
  ],
  APIs: [
    apigatewayDeployment,
    apigatewayIntegration,
    apigatewayMethodOrder,
    apigatewayCors,
    apigatewayAuthorizer,
    apigatewayv2Integration,
    apigatewayv2Route,
    apigatewayv2StageAutoDeploy,
    apigatewayv2StageRoutes,
    apigatewayv2StageSettings,
    apigatewayv2Cors,
    apiEndpointOutput,
    lambdaApiTimeout,
  ],
  "Data and outputs": [dynamodbOnDemandCapacity, dynamodbAttributeDefinitions, s3BucketAccess, resolvedOutputs],
  "Structure and tags": [componentStructure, componentOutputs, resourceParent, requiredTags, componentTags],
};

/** Every policy of the pack. */
export const policies: readonly Policy[] = Object.values(catalogue).flat();
