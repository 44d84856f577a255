import { isTrue, numberOr, type Resource } from "../../kit/resource";
import { type Arn, isFifo } from "./arn";

/** The default visibility timeout of SQS, in seconds. */
const VISIBILITY_TIMEOUT = 30;

/** The visibility timeout of a queue in seconds; undefined if unknown. */
export function visibilityTimeout(queue: Resource): number | undefined {
  return numberOr(queue, "visibilityTimeoutSeconds", VISIBILITY_TIMEOUT);
}

/**
 * Whether all candidates of a queue are FIFO, or none: queues of the stack, or one outside of it by its ARN. Undefined if it
 * is unknown.
 */
export function areFifo(queues: readonly Resource[], arn: Arn | undefined): boolean | undefined {
  const each = queues.length > 0 ? queues.map((queue) => isTrue(queue, "fifoQueue")) : [arn && isFifo(arn)];
  const [first] = each;
  return each.every((fifo) => fifo === first) ? first : undefined;
}
