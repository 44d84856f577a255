import { parseArn } from "../../aws/model/arn";
import { QUEUE } from "../../aws/model/kinds";
import { areFifo } from "../../aws/model/queues";
import { deniedBy, type RedrivePolicy, redrivePolicyOf, redriving, standardQueueUsers } from "../../aws/model/redrive";
import { sameRegion } from "../../aws/model/regions";
import type { Finding } from "../../kit/finding";
import type { Graph } from "../../kit/graph";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { quote } from "../../kit/text";

/** The values of maxReceiveCount that SQS accepts. */
const [LEAST, MOST] = [1, 1_000];

export const sqsDeadLetterQueue = stackPolicy({
  name: "sqs-dead-letter-queue",
  description: "A dead-letter queue has the kind, region and account that its senders need.",
  severity: "high",
  level: "mandatory",
  resources: [...redriving, ...standardQueueUsers.flatMap(({ types }) => types)],
  options: {},
  remediationSteps: "Name a queue of the same kind, region and account, which allows it, as the dead-letter queue.",
  tags: ["sqs", "deployment"],
  page: {
    why: "SQS refuses a dead-letter queue of the other kind (FIFO or standard), of another region or account, or that allows no source. Lambda and EventBridge Scheduler send to standard queues only: a FIFO queue gets none of their dead letters.",
    limits:
      "It leaves alone a queue without a dead-letter queue. message-delivery checks the dead-letter queues of rules and subscriptions. Where a text is unknown at preview, it checks the queue that the text was made from.",
    sources: [
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
    ],
    since: "0.1.0",
  },

  async check(graph, _options, report) {
    await report.each(graph.ofType(...redriving), (on) => {
      const policy = redrivePolicyOf(graph, on);
      const problems = policy === undefined ? [] : [...documentProblems(policy), ...queueProblems(graph, policy)];
      for (const problem of problems) report({ on, ...problem });
    });
    for (const { types, path, noun } of standardQueueUsers) {
      await report.each(graph.ofType(...types), (user) => {
        for (const { at, candidates } of graph.references(user, path, QUEUE)) {
          const text = at.string();
          const arn = text.state === "known" ? parseArn(text.value) : undefined;
          if (areFifo(candidates, arn) !== true) continue;
          const queue = candidates.length > 0 ? names(candidates, "or") : quote(arn?.resource ?? "");
          const problem = `queue ${queue} is FIFO, but ${noun} sends dead letters only to standard queues`;
          report({ on: user, at, problem, fix: "name a standard queue" });
        }
      });
    }
  },
});

type Problem = Omit<Finding, "on">;

/** The fault of a known document, whatever queue it is for. */
function documentProblems({ at, document }: RedrivePolicy): readonly Problem[] {
  if (document === undefined) return [];
  const { deadLetterTargetArn: target, maxReceiveCount: count } = document;
  const problems: Problem[] = [];
  if (typeof target !== "string" || parseArn(target)?.service !== "sqs") {
    const problem =
      typeof target === "string"
        ? `${quote(target)} is not the ARN of a queue`
        : "the policy names no dead-letter queue";
    problems.push({ at, problem, fix: "set deadLetterTargetArn to the ARN of the dead-letter queue" });
  }
  const times = typeof count === "string" && /^\d{1,9}$/.test(count) ? Number(count) : count;
  if (typeof times !== "number" || times < LEAST || times > MOST) {
    const problem =
      count === undefined ? "the policy has no maxReceiveCount" : "SQS does not accept this maxReceiveCount";
    problems.push({ at, problem, fix: `set maxReceiveCount to a number from ${LEAST} to ${MOST}` });
  }
  return problems;
}

/** The fault between a queue and its dead-letter queue. */
function queueProblems(graph: Graph, { at, source, dead, document }: RedrivePolicy): readonly Problem[] {
  const target = document?.deadLetterTargetArn;
  const arn = typeof target === "string" ? parseArn(target) : undefined;
  if (source === undefined || (dead.length === 0 && arn?.service !== "sqs")) return [];
  const among = [source, ...dead];
  const [queue, deadLetters] = [
    names([source], "or", among),
    dead.length > 0 ? names(dead, "or", among) : quote(arn?.resource ?? ""),
  ];
  const [isFifo, deadAreFifo] = [areFifo([source], undefined), areFifo(dead, arn)];
  if (isFifo !== undefined && deadAreFifo !== undefined && isFifo !== deadAreFifo) {
    const kind = (fifo: boolean) => (fifo ? "FIFO" : "standard");
    const problem = `queue ${queue} is ${kind(isFifo)}, and its dead-letter queue ${deadLetters} is ${kind(deadAreFifo)}: SQS needs both to be of the same kind`;
    const fix = isFifo
      ? `set fifoQueue of ${deadLetters} to true`
      : `make ${deadLetters} a standard queue, without fifoQueue`;
    return [{ at, problem, fix }];
  }
  const region = sameRegion([source]);
  const elsewhere = dead.length > 0 ? sameRegion(dead) : arn?.region;
  if (region !== undefined && elsewhere !== undefined && region !== elsewhere) {
    const problem = `queue ${queue} is in region ${quote(region)}, and its dead-letter queue ${deadLetters} in ${quote(elsewhere)}`;
    return [{ at, problem, fix: `name a dead-letter queue in ${quote(region)}` }];
  }
  const denied = dead.map((each) => deniedBy(graph, each, source));
  const [denial] = denied;
  if (denial === undefined || !denied.every(Boolean)) return [];
  const problem = `dead-letter queue ${deadLetters} does not allow queue ${queue} to use it: its redriveAllowPolicy says ${denial}`;
  return [
    { at, problem, fix: `add ${queue} to the sourceQueueArns of ${deadLetters}, with redrivePermission "byQueue"` },
  ];
}
