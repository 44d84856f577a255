import { output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";
import { assetArchive, stringAsset, unknown } from "../../support/wire";

const ROLE = "arn:aws:iam::123456789012:role/work";
const lambda = (text: string, inputs: object = {}) => ({
  type: "aws:lambda/function:Function",
  name: "work",
  inputs: {
    role: ROLE,
    runtime: "python3.13",
    handler: "app.handler",
    code: assetArchive({ "app.py": stringAsset(text) }),
    ...inputs,
  },
});
const node = (text: string) =>
  lambda("", {
    runtime: "nodejs22.x",
    handler: "index.handler",
    code: assetArchive({ "index.mjs": stringAsset(text) }),
  });
const orders = { type: "aws:sqs/queue:Queue", name: "orders", inputs: {} };
const mapping = (inputs: object = {}) => ({
  type: "aws:lambda/eventSourceMapping:EventSourceMapping",
  name: "orders-to-work",
  inputs: { eventSourceArn: output("orders", "arn"), functionName: output("work", "arn"), ...inputs },
});

const ANSWERS = `def handler(event, context):
    failed = []
    for record in event["Records"]:
        try:
            work(record)
        except Exception:
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
`;
const POWERTOOLS = `from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
processor = BatchProcessor(event_type=EventType.SQS)
def handler(event, context):
    return process_partial_response(event=event, record_handler=print, processor=processor, context=context)
`;
const JS =
  "export const handler = async (event) => ({ batchItemFailures: event.Records.map(({ messageId }) => ({ itemIdentifier: messageId })) });\n";

const notAsked = (place: string) => ({
  on: "orders-to-work",
  text:
    `functionResponseTypes: function "work" answers with batchItemFailures (${place}), and the mapping does not ask for them: Lambda treats the whole batch as done, and the failed records are lost.\n` +
    'Fix: set functionResponseTypes (function_response_types in Python) to ["ReportBatchItemFailures"].',
});

stackTable({
  policy: "lambda-batch-response",
  passes: [
    {
      name: "a mapping that asks",
      resources: [orders, lambda(ANSWERS), mapping({ functionResponseTypes: ["ReportBatchItemFailures"] })],
    },
    {
      name: "a mapping of which it is not known",
      resources: [orders, lambda(ANSWERS), mapping({ functionResponseTypes: unknown })],
    },
    {
      name: "an answer without failures, which is never different",
      resources: [orders, lambda('def handler(event, context):\n    return {"batchItemFailures": []}\n'), mapping()],
    },
    { name: "another answer", resources: [orders, lambda("def handler(event, context):\n    return {}\n"), mapping()] },
    {
      name: "a source of another kind",
      resources: [
        orders,
        lambda(ANSWERS),
        mapping({ eventSourceArn: "arn:aws:mq:eu-west-1:123456789012:broker:b:b-1", queues: ["q"] }),
      ],
    },
  ],
  violates: [
    { name: "failures of a queue", resources: [orders, lambda(ANSWERS), mapping()], findings: [notAsked("app.py:8")] },
    {
      name: "an answer that a compiler has written, after one without failures",
      resources: [
        orders,
        node(
          "import { __awaiter } from 'tslib';\nconst work = (event) => __awaiter(void 0, void 0, void 0, function* () {\n  if (!event.Records) return { ok: true };\n  const batchItemFailures = yield Promise.all(event.Records);\n  return { batchItemFailures };\n});\nexport const handler = (event) => work(event);\n",
        ),
        mapping(),
      ],
      findings: [notAsked("index.mjs:5")],
    },
    { name: "by Powertools", resources: [orders, lambda(POWERTOOLS), mapping()], findings: [notAsked("app.py:4")] },
    {
      name: "in Node.js, an empty list",
      resources: [orders, node(JS), mapping({ functionResponseTypes: [] })],
      findings: [notAsked("index.mjs:1")],
    },
    {
      name: "a stream elsewhere",
      resources: [
        lambda(ANSWERS),
        mapping({ eventSourceArn: "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks", startingPosition: "LATEST" }),
      ],
      findings: [notAsked("app.py:8")],
    },
  ],
});
