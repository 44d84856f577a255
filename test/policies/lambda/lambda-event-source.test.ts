import { resourceTable } from "../../support/resource-table";
import { output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";
import { unknown } from "../../support/wire";

const queue = (inputs: object = {}) => ({ type: "aws:sqs/queue:Queue", name: "orders", inputs: { ...inputs } });
const table = (inputs: object = {}) => ({
  type: "aws:dynamodb/table:Table",
  name: "carts",
  inputs: { hashKey: "id", attributes: [{ name: "id", type: "S" }], billingMode: "PAY_PER_REQUEST", ...inputs },
});
const worker = (inputs: object = {}) => ({
  type: "aws:lambda/function:Function",
  name: "worker",
  inputs: { role: "arn:aws:iam::123456789012:role/worker", ...inputs },
});
const mapping = (eventSourceArn: unknown, inputs: object = {}) => ({
  type: "aws:lambda/eventSourceMapping:EventSourceMapping",
  name: "orders-to-worker",
  inputs: { functionName: output("worker", "arn"), ...(eventSourceArn !== undefined && { eventSourceArn }), ...inputs },
});
const ofQueue = (inputs: object = {}) => mapping(output("orders", "arn"), inputs);
const ofTable = (inputs: object = {}) => mapping(output("carts", "streamArn"), inputs);
const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:123456789012:${resource}`;
const KAFKA = arn("kafka", "cluster/orders/1a2b");
const found = (text: string) => [{ on: "orders-to-worker", text }];
const PATTERN_FIX = 'Fix: write JSON with a list of values for each key, such as {"body": {"kind": ["order"]}}.';

const read = (eventSourceArn: unknown, inputs: object = {}) => ({ functionName: "worker", eventSourceArn, ...inputs });
const FIFO = arn("sqs", "orders.fifo");
const STREAM = arn("kinesis", "stream/orders");

resourceTable({
  policy: "lambda-event-source",
  type: "aws:lambda/eventSourceMapping:EventSourceMapping",
  passes: [{ name: "mapping, which is checked with the stack", inputs: read(FIFO, { batchSize: 500 }) }],
  violates: [],
  repairs: [
    {
      name: "batch and window of a FIFO queue",
      inputs: read(FIFO, { batchSize: 500, maximumBatchingWindowInSeconds: 5, startingPosition: "LATEST" }),
      repaired: read(FIFO, { batchSize: 10 }),
    },
    {
      name: "settings for streams of a queue",
      inputs: read(arn("sqs", "orders"), { maximumRetryAttempts: 3, bisectBatchOnFunctionError: true, batchSize: 5 }),
      repaired: read(arn("sqs", "orders"), { batchSize: 5 }),
    },
    {
      name: "batch without a window",
      inputs: read(arn("sqs", "orders"), { batchSize: 500 }),
      repaired: read(arn("sqs", "orders"), { batchSize: 500, maximumBatchingWindowInSeconds: 1 }),
    },
    {
      name: "stream without a start",
      inputs: read(STREAM),
      repaired: read(STREAM, { startingPosition: "TRIM_HORIZON" }),
    },
    {
      name: "source that is unknown, and a time that is missing, are left",
      inputs: read(unknown, { batchSize: 500, startingPosition: "AT_TIMESTAMP" }),
      repaired: undefined,
    },
  ],
});

stackTable({
  policy: "lambda-event-source",
  passes: [
    { name: "queue and function with the defaults of both", resources: [queue(), worker(), ofQueue()] },
    {
      name: "visibility timeout as long as the function's, and a batch with a window",
      resources: [
        queue({ visibilityTimeoutSeconds: 60 }),
        worker({ timeout: 60 }),
        ofQueue({ batchSize: 500, maximumBatchingWindowInSeconds: 5 }),
      ],
    },
    {
      name: "queue with settings for streams that are off",
      resources: [
        queue(),
        worker(),
        ofQueue({ bisectBatchOnFunctionError: false, maximumRetryAttempts: 0, maximumRecordAgeInSeconds: unknown }),
      ],
    },
    {
      name: "stream with settings for streams",
      resources: [
        worker(),
        mapping(STREAM, {
          startingPosition: "LATEST",
          maximumRetryAttempts: 3,
          parallelizationFactor: 2,
          destinationConfig: { onFailure: { destinationArn: arn("sqs", "lost") } },
        }),
      ],
    },
    {
      name: "queue that two functions, and two versions of one, read, and topics of one cluster",
      resources: [
        queue(),
        worker({ name: "worker" }),
        { ...worker(), name: "other" },
        ofQueue(),
        { ...ofQueue({ functionName: output("other", "arn") }), name: "b" },
        { ...ofQueue({ functionName: "worker:2" }), name: "c" },
        { ...mapping(KAFKA, { topics: ["a"], startingPosition: "LATEST" }), name: "d" },
        { ...mapping(KAFKA, { topics: ["b"], startingPosition: "LATEST" }), name: "e" },
      ],
    },
    { name: "FIFO queue", resources: [queue({ fifoQueue: true }), worker(), ofQueue({ batchSize: 10 })] },
    {
      name: "alias of an older version, whose timeout is not known",
      resources: [
        queue(),
        worker({ timeout: 60, publish: true }),
        {
          type: "aws:lambda/alias:Alias",
          name: "live",
          inputs: { name: "live", functionName: output("worker", "name"), functionVersion: "3" },
        },
        ofQueue({ functionName: output("live", "arn") }),
      ],
    },
    {
      name: "table with a stream, and filters",
      resources: [
        table({ streamEnabled: true, streamViewType: "NEW_IMAGE" }),
        worker(),
        ofTable({
          startingPosition: "LATEST",
          filterCriteria: {
            filters: [{ pattern: '{"eventName": ["INSERT"], "dynamodb": {"Keys": {"id": {"S": [{"prefix": "a"}]}}}}' }],
          },
        }),
      ],
    },
    {
      name: "table that is copied to another region",
      resources: [
        table({ replicas: [{ regionName: "eu-central-1" }] }),
        worker(),
        ofTable({ startingPosition: "LATEST" }),
      ],
    },
    {
      name: "queue and function of other stacks",
      resources: [mapping(arn("sqs", "orders"), { functionName: "worker", batchSize: 10 })],
    },
  ],
  violates: [
    {
      name: "visibility timeout below the function's, by default",
      resources: [queue(), worker({ timeout: 120 }), ofQueue()],
      findings: found(
        'eventSourceArn: queue "orders" shows a message again after 30 seconds, but function "worker" may run for 120: Lambda refuses this.\n' +
          'Fix: set visibilityTimeoutSeconds of "orders" to at least 120, or to the 720 that AWS advises.',
      ),
    },
    {
      name: "visibility timeout below that of the function behind an alias, by name",
      resources: [
        queue({ visibilityTimeoutSeconds: 1 }),
        worker({ name: "worker" }),
        {
          type: "aws:lambda/alias:Alias",
          name: "live",
          inputs: { name: "live", functionName: "worker", functionVersion: "$LATEST" },
        },
        ofQueue({ functionName: output("live", "arn") }),
      ],
      findings: found(
        'eventSourceArn: queue "orders" shows a message again after 1 second, but function "worker" may run for 3: Lambda refuses this.\n' +
          'Fix: set visibilityTimeoutSeconds of "orders" to at least 3, or to the 18 that AWS advises.',
      ),
    },
    {
      name: "visibility timeout below the configured factor",
      resources: [queue({ visibilityTimeoutSeconds: 60 }), worker({ timeout: 30 }), ofQueue()],
      options: { visibilityFactor: 6 },
      findings: [
        {
          on: "orders-to-worker",
          level: "advisory",
          text:
            'eventSourceArn: queue "orders" shows a message again after 60 seconds, but function "worker" may run for 30: that is less than 6 times as long (option visibilityFactor).\n' +
            'Fix: set visibilityTimeoutSeconds of "orders" to 180.',
        },
      ],
    },
    {
      name: "large batch with a window, and a position, of a FIFO queue",
      resources: [
        queue({ fifoQueue: true }),
        worker(),
        ofQueue({ batchSize: 100, maximumBatchingWindowInSeconds: 5, startingPosition: "LATEST" }),
      ],
      findings: [
        'startingPosition: the source is a queue, and cannot be read from "LATEST".\nFix: remove startingPosition.',
        'batchSize: queue "orders" is FIFO and sends at most 10 messages in a batch, not 100.\nFix: set batchSize to 10 or less.',
        'maximumBatchingWindowInSeconds: queue "orders" is FIFO, and Lambda has no batching window for FIFO queues.\nFix: remove maximumBatchingWindowInSeconds.',
      ].map((text) => ({ on: "orders-to-worker", text })),
    },
    {
      name: "settings for streams of a queue",
      resources: [
        queue(),
        worker(),
        ofQueue({
          bisectBatchOnFunctionError: true,
          maximumRetryAttempts: 2,
          destinationConfig: { onFailure: { destinationArn: arn("sqs", "lost") } },
        }),
      ],
      findings: ["bisectBatchOnFunctionError", "destinationConfig", "maximumRetryAttempts"].map((name) => ({
        on: "orders-to-worker",
        text:
          `${name}: the source is a queue, and Lambda accepts ${name} only for streams.\n` +
          `Fix: remove ${name}; the redrivePolicy of a queue says how often it repeats a message and where it goes then.`,
      })),
    },
    {
      name: "two mappings of one queue to one function, and of a stream elsewhere",
      resources: [
        queue(),
        worker({ name: "worker" }),
        ofQueue(),
        { ...ofQueue({ batchSize: 1, functionName: "worker" }), name: "single" },
        { ...mapping(STREAM, { startingPosition: "LATEST" }), name: "clicks" },
        { ...mapping(STREAM, { startingPosition: "TRIM_HORIZON" }), name: "old-clicks" },
      ],
      findings: [
        {
          on: "old-clicks",
          text:
            'functionName: mapping "clicks" has the same source and function, and Lambda refuses a second one.\n' +
            'Fix: move what differs to "clicks", and remove this one.',
        },
        {
          on: "single",
          text:
            'functionName: mapping "orders-to-worker" has the same source and function, and Lambda refuses a second one.\n' +
            'Fix: move what differs to "orders-to-worker", and remove this one.',
        },
      ],
    },
    {
      name: "large batches without a window, of a queue elsewhere",
      resources: [worker(), mapping(arn("sqs", "orders"), { batchSize: 500 })],
      findings: found(
        'batchSize: a batch of 500 messages from queue "orders" needs a batching window: Lambda refuses more than 10 without one.\n' +
          "Fix: set maximumBatchingWindowInSeconds to 1 or more, or batchSize to 10 or less.",
      ),
    },
    {
      name: "large batch of a FIFO queue elsewhere",
      resources: [worker(), mapping(arn("sqs", "orders.fifo"), { batchSize: 11 })],
      findings: found(
        'batchSize: queue "orders.fifo" is FIFO and sends at most 10 messages in a batch, not 11.\nFix: set batchSize to 10 or less.',
      ),
    },
    {
      name: "table without stream, and without position",
      resources: [table(), worker(), ofTable()],
      findings: [
        'eventSourceArn: the source is a stream of a table, and the mapping does not say where to start reading.\nFix: set startingPosition to "TRIM_HORIZON" or "LATEST".',
        'eventSourceArn: table "carts" has no stream, and a function reads only the stream of a table.\n' +
          'Fix: set streamEnabled of "carts" to true, and streamViewType for example to "NEW_AND_OLD_IMAGES".',
      ].map((text) => ({ on: "orders-to-worker", text })),
    },
    {
      name: "table in place of its stream, and position that it does not have",
      resources: [worker(), mapping(arn("dynamodb", "table/carts"), { startingPosition: "AT_TIMESTAMP" })],
      findings: [
        'startingPosition: the source is a stream of a table, and cannot be read from "AT_TIMESTAMP".\nFix: set startingPosition to "TRIM_HORIZON" or "LATEST".',
        'eventSourceArn: "table/carts" is a table, but a function reads the stream of a table.\nFix: set eventSourceArn to streamArn of the table.',
      ].map((text) => ({ on: "orders-to-worker", text })),
    },
    {
      name: "Kinesis stream from a time that is not given, and patterns that are none",
      resources: [
        { type: "aws:kinesis/stream:Stream", name: "clicks", inputs: { shardCount: 1 } },
        worker(),
        mapping(output("clicks", "arn"), {
          startingPosition: "AT_TIMESTAMP",
          filterCriteria: { filters: [{ pattern: '{"data": {"kind": "order"}}' }, { pattern: "kind = order" }] },
        }),
      ],
      findings: [
        `filterCriteria.filters[0].pattern: the pattern has "order" for "data.kind", but needs a list there.\n${PATTERN_FIX}`,
        `filterCriteria.filters[1].pattern: the pattern is not JSON.\n${PATTERN_FIX}`,
        "startingPosition: no time is given for AT_TIMESTAMP.\nFix: set startingPositionTimestamp.",
      ].map((text) => ({ on: "orders-to-worker", text })),
    },
    {
      name: "Kafka cluster without topic and position",
      resources: [worker(), mapping(KAFKA)],
      findings: [
        "eventSourceArn: the source is a Kafka cluster, and the mapping does not say which of its topics to read.\nFix: set topics to a list with one name.",
        'eventSourceArn: the source is a Kafka cluster, and the mapping does not say where to start reading.\nFix: set startingPosition to "TRIM_HORIZON", "LATEST" or "AT_TIMESTAMP".',
      ].map((text) => ({ on: "orders-to-worker", text })),
    },
    {
      name: "Kafka cluster of one's own without position",
      resources: [
        worker(),
        mapping(undefined, {
          topics: ["orders"],
          selfManagedEventSource: { endpoints: { KAFKA_BOOTSTRAP_SERVERS: "kafka.example.com:9092" } },
        }),
      ],
      findings: found(
        'selfManagedEventSource: the source is a Kafka cluster, and the mapping does not say where to start reading.\nFix: set startingPosition to "TRIM_HORIZON", "LATEST" or "AT_TIMESTAMP".',
      ),
    },
  ],
});
