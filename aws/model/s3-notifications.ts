import { type S3DestinationProperty, s3Destinations } from "./arn";

/** The most notification configurations of a bucket: https://docs.aws.amazon.com/general/latest/gr/s3.html */
export const MAX_NOTIFICATION_CONFIGURATIONS = 100;

/**
 * Properties of `aws:s3/bucketNotification:BucketNotification`, each with its names in CloudFormation and the AWS SDKs.
 * Sources: https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketnotification/,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-notificationconfiguration.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_NotificationConfiguration.html
 */
export const notificationProperties: Readonly<Record<string, readonly string[]>> = {
  bucket: [],
  eventbridge: ["eventBridgeConfiguration"],
  queues: ["queue", "queueConfiguration", "queueConfigurations"],
  topics: ["topic", "topicConfiguration", "topicConfigurations"],
  lambdaFunctions: [
    "lambdaFunction",
    "lambdaFunctionConfiguration",
    "lambdaFunctionConfigurations",
    "lambdaConfiguration",
    "lambdaConfigurations",
    "cloudFunctionConfiguration",
  ],
};

/** The same for the entries of `queues`, `topics` and `lambdaFunctions`. */
export function entryProperties(list: S3DestinationProperty): Readonly<Record<string, readonly string[]>> {
  const arn = {
    queues: ["queue"],
    topics: ["topic"],
    lambdaFunctions: ["function", "lambdaFunction", "cloudFunction"],
  };
  return {
    id: [],
    events: ["event"],
    filterPrefix: ["filter", "prefix"],
    filterSuffix: ["suffix"],
    [s3Destinations[list].arnProperty]: [...arn[list], "arn"],
  };
}

/** The filter of an entry; an empty prefix or suffix matches every key. */
export interface KeyFilter {
  readonly prefix: string;
  readonly suffix: string;
}

/**
 * The narrowest filter for keys that match both filters, `undefined` when no key does.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
export function filterOverlap(a: KeyFilter, b: KeyFilter): KeyFilter | undefined {
  const [prefix, shorterPrefix] = longerFirst(a.prefix, b.prefix);
  const [suffix, shorterSuffix] = longerFirst(a.suffix, b.suffix);
  return prefix.startsWith(shorterPrefix) && suffix.endsWith(shorterSuffix) ? { prefix, suffix } : undefined;
}

function longerFirst(a: string, b: string): readonly [string, string] {
  return a.length >= b.length ? [a, b] : [b, a];
}
