import { typeTokens } from "../../aws/facts/type-aliases";
import { bucketsThatSend, silentBuckets } from "../../aws/model/bucket-events";
import { busOf, DEFAULT_BUS } from "../../aws/model/buses";
import {
  EVENT_MEMBERS,
  inputProblems,
  patternMembers,
  patternProblem,
  unknownMembers,
} from "../../aws/model/event-patterns";
import { RULE } from "../../aws/model/kinds";
import { scheduleProblem } from "../../aws/model/schedules";
import type { Finding } from "../../kit/finding";
import type { Graph, GraphResource } from "../../kit/graph";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { didYouMean, quote } from "../../kit/text";

const TARGET = typeTokens("aws:cloudwatch/eventTarget:EventTarget");
const SCHEDULE = typeTokens("aws:scheduler/schedule:Schedule");

/** The most names that are reported for one pattern. */
const MOST_MEMBERS = 5;

export const eventbridgeRule = stackPolicy({
  name: "eventbridge-rule",
  description: "An EventBridge rule has a schedule or pattern that AWS accepts, and its targets name its bus.",
  severity: "high",
  level: "mandatory",
  resources: [...RULE.types, ...TARGET, ...SCHEDULE],
  options: {},
  remediationSteps: "Write the schedule or pattern as EventBridge has them, and give targets the bus of their rule.",
  tags: ["eventbridge", "deployment"],
  page: {
    why: "EventBridge has a syntax of its own for cron and rates, runs schedules on the default bus only, and looks for the rule of a target there unless another bus is named: AWS refuses the rest while the stack is deployed. AWS accepts a pattern with a wrong top-level name, and no event ever matches it.",
    limits:
      "In cron expressions it checks the number of fields, the question mark, and plain numbers and names. It checks whether events match a pattern by the form of the pattern, and for the events of a bucket of this stack.",
    advisory: "Rules for the events of a bucket that nothing in the stack makes send them: this may be set elsewhere.",
    sources: [
      "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html",
      "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html",
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-event-notifications-eventbridge.html",
    ],
    since: "0.1.0",
  },

  async check(graph, _options, report) {
    const sending = bucketsThatSend(graph);
    await report.each(graph.ofType(...RULE.types), (rule) => {
      const problems = [
        ...scheduleProblems(rule, "rule"),
        ...busProblems(graph, rule),
        ...patternProblems(rule),
        ...bucketProblems(graph, rule, sending),
      ];
      for (const problem of problems) report({ on: rule, ...problem });
    });
    await report.each(graph.ofType(...TARGET), (target) => {
      for (const problem of [...targetProblems(graph, target), ...inputProblems(target)])
        report({ on: target, ...problem });
    });
    await report.each(graph.ofType(...SCHEDULE), (schedule) => {
      for (const problem of scheduleProblems(schedule, "schedule")) report({ on: schedule, ...problem });
    });
  },
});

type Problem = Omit<Finding, "on">;

function scheduleProblems(rule: GraphResource, of: "rule" | "schedule"): readonly Problem[] {
  const at = rule.properties.at("scheduleExpression");
  const text = at.string();
  const problem =
    text.state === "known" && text.value !== "" ? scheduleProblem(text.value, of, (made) => at.note(made)) : undefined;
  return problem === undefined ? [] : [{ at, ...problem }];
}

function busProblems(graph: Graph, rule: GraphResource): readonly Problem[] {
  const bus = busOf(graph, rule);
  if (rule.input("scheduleExpression").state === "absent" || bus === undefined || bus === DEFAULT_BUS) return [];
  const problem = `AWS allows a schedule only on the default bus, and the rule is on bus ${shown(bus)}`;
  return [
    {
      at: rule.properties.at("scheduleExpression"),
      problem,
      fix: "remove eventBusName, or use aws.scheduler.Schedule",
    },
  ];
}

function targetProblems(graph: Graph, target: GraphResource): readonly Problem[] {
  const [rule, ...others] = graph.referenced(target, "rule", RULE);
  const bus = rule && busOf(graph, rule);
  const own = busOf(graph, target);
  if (rule === undefined || others.length > 0 || bus === undefined || own === undefined || own === bus) return [];
  // The program may name the same bus by a text and by a resource.
  if (own !== DEFAULT_BUS && bus !== DEFAULT_BUS && typeof own !== typeof bus) return [];
  const problem = `rule ${quote(rule.name)} is on ${busText(bus)}, and AWS looks for it on ${busText(own)}`;
  const fix =
    bus === DEFAULT_BUS
      ? "remove eventBusName from the target"
      : `set eventBusName of the target to that of rule ${quote(rule.name)}`;
  return [{ at: target.properties.at(own === DEFAULT_BUS ? "rule" : "eventBusName"), problem, fix }];
}

function shown(bus: GraphResource | string): string {
  return quote(typeof bus === "string" ? bus : bus.name);
}

function busText(bus: GraphResource | string): string {
  return bus === DEFAULT_BUS ? "the default bus" : `bus ${shown(bus)}`;
}

function patternProblems(rule: GraphResource): readonly Problem[] {
  const at = rule.properties.at("eventPattern");
  const text = at.string();
  if (text.state !== "known" || text.value === "") return [];
  const problem = patternProblem(text.value);
  if (problem !== undefined)
    return [
      {
        at,
        problem: `the pattern ${problem}`,
        fix: 'write JSON with a list of values for each key, such as {"source": ["shop"]}',
      },
    ];
  const wrong = unknownMembers(text.value).slice(0, MOST_MEMBERS);
  return wrong.map((name) => {
    const meant = didYouMean(name, EVENT_MEMBERS);
    const fix = meant ? `write ${quote(meant)}` : `put ${quote(name)} into "detail", or remove it`;
    return { at, problem: `no event has ${quote(name)} at its top level, so the pattern matches none`, fix };
  });
}

function bucketProblems(
  graph: Graph,
  rule: GraphResource,
  sending: ReadonlyMap<GraphResource, boolean> | undefined,
): readonly Problem[] {
  const at = rule.properties.at("eventPattern");
  const text = at.string();
  const pattern = text.state === "known" ? patternMembers(text.value) : undefined;
  const silent = pattern === undefined ? [] : silentBuckets(graph, pattern, sending);
  if (silent.length === 0) return [];
  const problem = `nothing in the stack makes bucket ${names(silent, "or")} send its events to EventBridge`;
  const fix = `set eventbridge to true in the aws.s3.BucketNotification of ${names(silent)}`;
  return [{ at, level: "advisory", problem, fix }];
}
