import { typeTokens } from "../../aws/facts/type-aliases";
import { calledFunctions } from "../../aws/model/called-functions";
import { mappingSource } from "../../aws/model/event-mappings";
import type { Code } from "../../code/code";
import { type Fact, type Facts, factsOf, memberOf, type Value } from "../../code/facts";
import { CodeJudge } from "../../code/judged-code";
import { codeOptions } from "../../code/options";
import type { GraphResource } from "../../kit/graph";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";

const MAPPING = typeTokens("aws:lambda/eventSourceMapping:EventSourceMapping");

const WANTED = "ReportBatchItemFailures";

/** Sources for which Lambda reads failed records from the answer. */
const SERVICES: ReadonlySet<string> = new Set(["sqs", "kinesis", "dynamodb"]);

export const lambdaBatchResponse = stackPolicy({
  name: "lambda-batch-response",
  description: "A mapping asks for the failed records of a batch if its function returns them.",
  severity: "high",
  level: "mandatory",
  resources: MAPPING,
  options: codeOptions,
  remediationSteps: `Add ${WANTED} to functionResponseTypes of the mapping.`,
  tags: ["lambda", "sqs", "kinesis", "dynamodb", "code"],
  page: {
    why: "A function that returns batchItemFailures expects Lambda to send these records again. Lambda reads the answer only if the mapping asks for it: otherwise the whole batch counts as done, and the failed records are deleted from the queue or skipped, silently.",
    limits:
      "It checks mappings of queues, Kinesis streams and streams of tables, with functions in Python and Node.js that answer with batchItemFailures or by Powertools for AWS Lambda. It leaves alone functions whose answer always has an empty list, and mappings that ask for failures that the function does not answer with.",
    sources: [
      "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting",
      "https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html",
    ],
    since: "0.1.0",
  },

  async check(graph, options, report) {
    const judge = new CodeJudge(options, report);
    await report.each(graph.ofType(...MAPPING), async (mapping) => {
      const source = mappingSource(graph, mapping);
      if (source === undefined || !SERVICES.has(source.service) || mayAsk(mapping)) return;
      const lambdas = calledFunctions(graph, mapping, "functionName").flatMap(({ functions }) => functions);
      const places: string[] = [];
      for (const lambda of new Set(lambdas)) {
        const code = await judge.codeOf(lambda);
        const [answer] = code ? judge.whole(lambda, code, () => failuresIn(factsOf(lambda, code))) : [];
        if (code !== undefined && answer !== undefined) places.push(placeOf(answer, code));
      }
      const [first] = places;
      if (first === undefined || places.length < new Set(lambdas).size) return;
      report({ on: mapping, at: mapping.properties.at("functionResponseTypes"), ...notAsked(lambdas, first) });
    });
  },
});

const notAsked = (lambdas: readonly GraphResource[], place: string) => ({
  problem: `function ${names(lambdas, "or")} answers with batchItemFailures (${place}), and the mapping does not ask for them: Lambda treats the whole batch as done, and the failed records are lost`,
  fix: `set functionResponseTypes (function_response_types in Python) to ["${WANTED}"]`,
});

/** Whether a mapping asks for failed records, or may do so. */
function mayAsk(mapping: GraphResource): boolean {
  const types = mapping.properties.at("functionResponseTypes");
  if (types.state === "absent" || mapping.input("functionResponseTypes").state === "absent") return false;
  const items = types.items();
  if (items.state !== "known") return true;
  return items.value.some((item) => {
    const text = item.string();
    return text.state !== "known" || text.value === WANTED;
  });
}

/** Names of Powertools that make the answer. */
const POWERTOOLS =
  /^(?:aws_lambda_powertools\.utilities\.batch|@aws-lambda-powertools\/batch)\.(?:(?:async_)?process_?partial_?response(?:sync)?|\w+\(\)\.response)$/i;

function failuresIn(facts: Facts | undefined): readonly Fact[] {
  const isReached = ({ certainty, phase }: Fact) => certainty !== "unreached" && phase === "call";
  const answers = facts?.answers.filter(
    ({ value, keys }) => keys.includes("batchItemFailures") && !isEmpty(memberOf(value, "batchItemFailures")),
  );
  const calls = facts?.externalCalls.filter(({ name }) => POWERTOOLS.test(name));
  return [...(answers ?? []), ...(calls ?? [])].filter(isReached);
}

/** Whether a value is a list that is always empty. */
function isEmpty(value: Value | undefined): boolean {
  if (value?.kind !== "object" || value.what !== "list" || value.members.size > 0) return false;
  return value.rest.value.kind === "constant" && value.rest.value.value === null;
}

function placeOf({ file, line }: Fact, code: Code): string {
  return `${code.files.get(file)?.shown ?? file}:${line}`;
}
