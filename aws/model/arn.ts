import facts from "../facts/arn.json";

/** An Amazon Resource Name in its parts. Region and account are empty if a service leaves them out. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** The rest, with its colons: `function:resize:live`. */
  readonly resource: string;
}

/**
 * Splits an ARN; `undefined` for other text. `@aws-sdk/util-arn-parser` does the same, but brings the core of the AWS SDK since
 * 3.972.4: 12 MB, and 23 ms of start-up.
 */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition, service, region, account, ...resource] = text.split(":");
  if (prefix !== "arn" || !partition || !service || region === undefined || account === undefined) return undefined;
  return resource.length === 0 ? undefined : { partition, service, region, account, resource: resource.join(":") };
}

const partitions: ReadonlySet<string> = new Set(facts.partitions);

/** Whether AWS has a partition of this name (`aws`, `aws-cn`, `aws-us-gov`, …). */
export function isPartition(name: string): boolean {
  return partitions.has(name);
}

/** The properties of a bucket notification that list destinations. */
export type S3DestinationProperty = keyof typeof facts.s3Destinations;

/** What one of these properties takes. */
export interface S3Destination {
  /** The property of an entry that names the destination. */
  readonly arnProperty: string;
  /** The service of the ARNs that it takes. */
  readonly service: string;
  /** What people call such a destination. */
  readonly noun: string;
}

export const s3Destinations: Readonly<Record<S3DestinationProperty, S3Destination>> = facts.s3Destinations;

/** The property for destinations of a service; `undefined` for a service that S3 does not notify. */
export function s3DestinationProperty(service: string): S3DestinationProperty | undefined {
  const properties = Object.keys(s3Destinations) as S3DestinationProperty[];
  return properties.find((property) => s3Destinations[property].service === service);
}

/** Whether the ARN is one of a FIFO queue or FIFO topic, which S3 cannot notify. AWS demands the suffix in their names. */
export function isFifo(arn: Arn): boolean {
  return (arn.service === "sqs" || arn.service === "sns") && arn.resource.endsWith(".fifo");
}
