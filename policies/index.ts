import type { Policy } from "../kit/policy";
import { componentOutputs } from "./components/component-outputs";
import { componentStructure } from "./components/component-structure";
import { componentTags } from "./components/component-tags";
import { resourceParent } from "./components/resource-parent";
import { dynamodbOnDemandCapacity } from "./dynamodb/dynamodb-on-demand-capacity";
import { lambdaLayerRuntimeCoverage } from "./lambda/lambda-layer-runtime-coverage";
import { lambdaPythonRuntime } from "./lambda/lambda-python-runtime";
import { s3NotificationConfig } from "./s3/s3-notification-config";
import { s3NotificationDestination } from "./s3/s3-notification-destination";
import { requiredTags } from "./tags/required-tags";

/** The catalogue: every policy of the pack, in the order in which they are documented. */
export const policies: readonly Policy[] = [
  dynamodbOnDemandCapacity,
  lambdaPythonRuntime,
  lambdaLayerRuntimeCoverage,
  s3NotificationConfig,
  s3NotificationDestination,
  componentStructure,
  componentOutputs,
  resourceParent,
  requiredTags,
  componentTags,
];
