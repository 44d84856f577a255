import { typeTokens } from "../../aws/facts/type-aliases";
import {
  type MappingSource,
  mappingSource,
  sameMappings,
  sourceByArn,
  streamless,
} from "../../aws/model/event-mappings";
import { patternProblem } from "../../aws/model/event-patterns";
import { timeoutOf } from "../../aws/model/function-timeout";
import { functionBehind } from "../../aws/model/http-event-sources";
import { batchProblems, type MappingProblem, settingProblems, startProblems } from "../../aws/model/mapping-problems";
import { visibilityTimeout } from "../../aws/model/queues";
import type { Graph, GraphResource } from "../../kit/graph";
import { resourcePolicy } from "../../kit/policy";
import { names, type Resource } from "../../kit/resource";
import { quote } from "../../kit/text";

const MAPPING = typeTokens("aws:lambda/eventSourceMapping:EventSourceMapping");

/** The visibility timeout that AWS advises, in timeouts of the function. */
const ADVISED_FACTOR = 6;

export const lambdaEventSource = resourcePolicy({
  name: "lambda-event-source",
  description: "An event source mapping fits its source: timeouts, batches, stream and filters.",
  severity: "high",
  level: "mandatory",
  resources: MAPPING,
  options: {
    visibilityFactor: {
      type: "integer",
      minimum: 1,
      default: 1,
      description:
        "How many times the timeout of the function the visibility timeout of its queue is at least. AWS advises 6; what is less than that and not refused is advisory.",
    },
  },
  remediationSteps: "Set the queue, the table or the mapping as Lambda asks for its kind of source.",
  tags: ["lambda", "sqs", "dynamodb", "kinesis", "deployment"],
  page: {
    why: "Lambda checks a mapping when it is created, and refuses what it cannot work with: a queue that shows a message again while the function still works on it, batches that a FIFO queue does not deliver, a table that has no stream. By then the rest of the stack is deployed.",
    limits:
      "It checks sources and functions of other stacks as far as their ARNs tell. It compares a queue's visibility timeout with functions and aliases of the code as the program ships it. It checks neither the rights of the function's role nor mappings of aws-native. A repair sets what the mapping alone has to say, where its source is known by an ARN: at the first update of a new source that is during the update. It starts streams at TRIM_HORIZON, and leaves visibility timeouts to the program, since they are the queue's.",
    advisory: "A visibility timeout that AWS accepts and that is below `visibilityFactor`.",
    sources: [
      "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html",
    ],
    since: "0.1.0",
  },

  /** A fault of the mapping alone is reported with the stack, so that it is reported once. */
  check() {},

  remediate(mapping) {
    const source = sourceByArn(mapping);
    if (source === undefined) return [];
    const problems = selfProblems(mapping, source);
    return problems.flatMap(({ repair }) => (repair === undefined ? [] : [repair]));
  },

  checkStack(graph, { visibilityFactor }, report) {
    for (const { mapping, first } of sameMappings(graph, MAPPING))
      report({ on: mapping, ...mappedTwice(mapping, first) });
    return report.each(graph.ofType(...MAPPING), (mapping) => {
      const source = mappingSource(graph, mapping);
      const ofSource =
        source === undefined
          ? []
          : [
              ...selfProblems(mapping, source),
              ...(source.service === "sqs" ? visibilityProblems(graph, mapping, source, visibilityFactor) : []),
              ...streamProblems(source),
            ];
      for (const { repair: _, ...problem } of [...filterProblems(mapping), ...ofSource])
        report({ on: mapping, ...problem });
    });
  },
});

const mappedTwice = ({ properties }: GraphResource, { name }: GraphResource): MappingProblem => ({
  at: properties.at("functionName"),
  problem: `mapping ${quote(name)} has the same source and function, and Lambda refuses a second one`,
  fix: `move what differs to ${quote(name)}, and remove this one`,
});

/** What is wrong with what the mapping alone says. */
function selfProblems(mapping: Resource, source: MappingSource): readonly MappingProblem[] {
  return [startProblems, settingProblems, batchProblems].flatMap((problems) => problems(mapping, source));
}

function visibilityProblems(
  graph: Graph,
  mapping: GraphResource,
  { at, candidates }: MappingSource,
  factor: number,
): readonly MappingProblem[] {
  const lambda = functionBehind(graph, mapping, "functionName");
  const timeout = lambda && timeoutOf(lambda);
  const visible = Math.max(...candidates.map((queue) => visibilityTimeout(queue) ?? Number.POSITIVE_INFINITY));
  if (lambda === undefined || timeout === undefined || candidates.length === 0 || visible >= timeout * factor)
    return [];
  const among = [...candidates, lambda];
  const queue = names(candidates, "or", among);
  const shown = `queue ${queue} shows a message again after ${visible} ${visible === 1 ? "second" : "seconds"}, but function ${names([lambda], "or", among)} may run for ${timeout}`;
  if (visible >= timeout) {
    const problem = `${shown}: that is less than ${factor} times as long (option visibilityFactor)`;
    return [{ at, level: "advisory", problem, fix: `set visibilityTimeoutSeconds of ${queue} to ${timeout * factor}` }];
  }
  const fix = `set visibilityTimeoutSeconds of ${queue} to at least ${timeout}, or to the ${timeout * ADVISED_FACTOR} that AWS advises`;
  return [{ at, problem: `${shown}: Lambda refuses this`, fix }];
}

function streamProblems(source: MappingSource): readonly MappingProblem[] {
  const { at } = source;
  const { tables = [], path = "" } = streamless(source) ?? {};
  if (tables.length > 0) {
    const table = names(tables, "or");
    const fix = `set streamEnabled of ${table} to true, and streamViewType for example to "NEW_AND_OLD_IMAGES"`;
    return [{ at, problem: `table ${table} has no stream, and a function reads only the stream of a table`, fix }];
  }
  const problem = `${quote(path)} is a table, but a function reads the stream of a table`;
  return path === "" ? [] : [{ at, problem, fix: "set eventSourceArn to streamArn of the table" }];
}

function filterProblems(mapping: GraphResource): readonly MappingProblem[] {
  const filters = mapping.properties.at("filterCriteria").at("filters").items();
  return (filters.state === "known" ? filters.value : []).flatMap((filter) => {
    const at = filter.at("pattern");
    const text = at.string();
    const problem = text.state === "known" ? patternProblem(text.value) : undefined;
    const fix = 'write JSON with a list of values for each key, such as {"body": {"kind": ["order"]}}';
    return problem === undefined ? [] : [{ at, problem: `the pattern ${problem}`, fix }];
  });
}
