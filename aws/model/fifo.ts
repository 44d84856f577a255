import type { GraphResource } from "../../kit/graph";
import { isFifo, parseArn } from "./arn";

/** Whether all candidates of a queue or topic are FIFO, or none; undefined if unknown. */
export function areFifo(resources: readonly GraphResource[]): boolean | undefined {
  const [only, ...others] = new Set(resources.map(isFifoResource));
  return others.length === 0 ? only : undefined;
}

function isFifoResource(resource: GraphResource): boolean | undefined {
  const [set] = ["fifoQueue", "fifoTopic"].flatMap((name) => {
    const property = resource.input(name);
    return property.state === "absent" ? [] : [property.boolean()];
  });
  if (set === undefined) return false;
  return set.state === "known" ? set.value : undefined;
}

/** Whether the queue or topic of an ARN is FIFO; undefined if the text is no ARN. */
export function isFifoArn(text: string): boolean | undefined {
  const arn = parseArn(text);
  return arn && isFifo(arn);
}
