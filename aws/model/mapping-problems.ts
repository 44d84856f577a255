import type { Finding } from "../../kit/finding";
import type { Change } from "../../kit/policy";
import { names, numberOr, type Resource } from "../../kit/resource";
import { enumerate, quote } from "../../kit/text";
import type { MappingSource } from "./event-mappings";
import { areFifo } from "./queues";

/** The most messages in a batch of a FIFO queue, and of a standard queue without a window. */
const SMALL_BATCH = 10;

/** The starting position that a repair sets, so that no record is lost. */
const FROM_THE_START = "TRIM_HORIZON";

/** A fault of a mapping, with the repair if the mapping itself is at fault. */
export interface MappingProblem extends Omit<Finding, "on"> {
  readonly repair?: Change;
}

/** Faults of the starting position of a mapping, and of the part of the source that it reads. */
export function startProblems(mapping: Resource, source: MappingSource): readonly MappingProblem[] {
  const { at, noun, startingPositions, names: parts } = source;
  const start = mapping.properties.at("startingPosition");
  const position = start.string();
  const isUnset = mapping.input("startingPosition").state === "absent";
  const problems: MappingProblem[] = [];
  if (parts !== undefined && mapping.input(parts).state === "absent") {
    const problem = `the source is a ${noun}, and the mapping does not say which of its ${parts} to read`;
    problems.push({ at, problem, fix: `set ${parts} to a list with one name` });
  }
  if (startingPositions === undefined || (isUnset && startingPositions.length === 0)) return problems;
  const fix = `set startingPosition to ${enumerate(startingPositions.map(quote), "or")}`;
  if (isUnset) {
    const problem = `the source is a ${noun}, and the mapping does not say where to start reading`;
    problems.push({ at, problem, fix, repair: { at: start, value: FROM_THE_START } });
  } else if (position.state === "known" && !startingPositions.includes(position.value)) {
    const problem = `the source is a ${noun}, and cannot be read from ${quote(position.value)}`;
    const isNeeded = startingPositions.length > 0;
    const repair = { at: start, value: isNeeded ? FROM_THE_START : undefined };
    problems.push({ at: start, problem, fix: isNeeded ? fix : "remove startingPosition", repair });
  } else if (position.state === "known" && position.value === "AT_TIMESTAMP") {
    if (mapping.input("startingPositionTimestamp").state === "absent")
      problems.push({ at: start, problem: "no time is given for AT_TIMESTAMP", fix: "set startingPositionTimestamp" });
  }
  return problems;
}

/**
 * Settings only for streams, which Lambda refuses for queues: "Unsupported 'maximumRetryAttempts' parameter for given event source
 * mapping type". Sources: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html,
 * https://github.com/aws/aws-cdk/issues/19917
 */
const OF_STREAMS = [
  "bisectBatchOnFunctionError",
  "destinationConfig",
  "maximumRecordAgeInSeconds",
  "maximumRetryAttempts",
  "parallelizationFactor",
  "tumblingWindowInSeconds",
];

/** Settings for streams in a mapping of a queue. The provider does not send false and 0. */
export function settingProblems(mapping: Resource, { service }: MappingSource): readonly MappingProblem[] {
  if (service !== "sqs") return [];
  return OF_STREAMS.filter((name) => isSet(mapping, name)).map((name) => {
    const at = mapping.properties.at(name);
    const problem = `the source is a queue, and Lambda accepts ${name} only for streams`;
    const fix = `remove ${name}; the redrivePolicy of a queue says how often it repeats a message and where it goes then`;
    return { at, problem, fix, repair: { at, value: undefined } };
  });
}

function isSet(mapping: Resource, name: string): boolean {
  if (mapping.input(name).state === "absent") return false;
  const at = mapping.properties.at(name);
  const [flag, count, failure] = [at.boolean(), at.number(), at.at("onFailure")];
  if (flag.state === "known") return flag.value;
  if (count.state === "known") return count.value !== 0;
  return failure.state === "known" || (failure.state === "unknown" && at.state === "known");
}

/** Faults of the batch settings of a mapping of a queue. */
export function batchProblems(
  mapping: Resource,
  { service, candidates, arn }: MappingSource,
): readonly MappingProblem[] {
  if (service !== "sqs") return [];
  const fifo = areFifo(candidates, arn);
  const [size, window] = ["batchSize", "maximumBatchingWindowInSeconds"].map((name) => numberOr(mapping, name, 0));
  const [batchSize, batchingWindow] = [
    mapping.properties.at("batchSize"),
    mapping.properties.at("maximumBatchingWindowInSeconds"),
  ];
  if (fifo === undefined || size === undefined || window === undefined) return [];
  const queue = candidates.length > 0 ? names(candidates, "or") : quote(arn?.resource ?? "");
  const problems: MappingProblem[] = [];
  if (fifo && size > SMALL_BATCH) {
    const problem = `queue ${queue} is FIFO and sends at most ${SMALL_BATCH} messages in a batch, not ${size}`;
    const repair = { at: batchSize, value: SMALL_BATCH };
    problems.push({ at: batchSize, problem, fix: `set batchSize to ${SMALL_BATCH} or less`, repair });
  }
  if (fifo && window > 0) {
    const problem = `queue ${queue} is FIFO, and Lambda has no batching window for FIFO queues`;
    const repair = { at: batchingWindow, value: undefined };
    problems.push({ at: batchingWindow, problem, fix: "remove maximumBatchingWindowInSeconds", repair });
  }
  if (!fifo && size > SMALL_BATCH && window === 0) {
    const problem = `a batch of ${size} messages from queue ${queue} needs a batching window: Lambda refuses more than ${SMALL_BATCH} without one`;
    problems.push({
      at: batchSize,
      problem,
      fix: `set maximumBatchingWindowInSeconds to 1 or more, or batchSize to ${SMALL_BATCH} or less`,
      repair: { at: batchingWindow, value: 1 },
    });
  }
  return problems;
}
