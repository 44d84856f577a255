import { commandCall, helperCall, methodCall } from "./aws-sdk";
import { botoCall } from "./boto3";
import type { CallOfAws } from "./facts";
import type { Arguments, ExternalValue, Value } from "./values";

export function awsCall(called: ExternalValue, args: Arguments): CallOfAws | undefined {
  return botoCall(called, args) ?? commandCall(called, args) ?? methodCall(called, args) ?? helperCall(called, args);
}

/** Parameters that must not be null, None or undefined: with boto3 all, with other SDKs those that AWS requires. */
export function neededIn({ service, method, parameters, args, isComplete }: CallOfAws, name: string): readonly Value[] {
  const all = /^boto(?:3|core)\b/.test(name) && !/^(?:upload|download)_file|^copy$/.test(method) ? args.keywords : [];
  const isNeeded = (name: string) =>
    NEEDED.test(name) ||
    (service === "ssm" && name === "Name") ||
    (service === "sns" &&
      name === "TopicArn" &&
      isComplete &&
      !parameters.has("TargetArn") &&
      !parameters.has("PhoneNumber"));
  return [...all, ...[...parameters].filter(([name]) => isNeeded(name))].map(([, value]) => value);
}

/** Parameters that are required in every operation that has them. */
const NEEDED = /^(?:TableName|Bucket|QueueUrl|FunctionName|stateMachineArn|SecretId|UserPoolId|modelId|ConnectionId)$/;
