import { isTrue, numberOr, type Resource } from "../../kit/resource";
import { type Arn, isFifo } from "./arn";

/** Seconds for which SQS hides a message that somebody has got, where the queue says nothing. */
const VISIBILITY_TIMEOUT = 30;

/** Seconds for which a queue hides a message that a function has got; undefined where it cannot be known. */
export function visibilityTimeout(queue: Resource): number | undefined {
  return numberOr(queue, "visibilityTimeoutSeconds", VISIBILITY_TIMEOUT);
}

/**
 * Whether queues are FIFO, of which one is meant: those of the stack that it may be, or one elsewhere by its ARN. Undefined where it
 * cannot be known.
 */
export function areFifo(queues: readonly Resource[], arn: Arn | undefined): boolean | undefined {
  const each = queues.length > 0 ? queues.map((queue) => isTrue(queue, "fifoQueue")) : [arn && isFifo(arn)];
  const [first] = each;
  return each.every((fifo) => fifo === first) ? first : undefined;
}
