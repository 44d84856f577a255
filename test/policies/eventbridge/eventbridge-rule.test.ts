import { output } from "../../support/row-program";
import { type StackFinding, stackTable } from "../../support/stack-table";

const rule = (inputs: object) => ({
  type: "aws:cloudwatch/eventRule:EventRule",
  name: "placed",
  inputs: { ...inputs },
});
const once = (scheduleExpression: string) => ({
  type: "aws:scheduler/schedule:Schedule",
  name: "once",
  inputs: {
    scheduleExpression,
    flexibleTimeWindow: { mode: "OFF" },
    target: {
      arn: "arn:aws:lambda:eu-west-1:123456789012:function:worker",
      roleArn: "arn:aws:iam::123456789012:role/worker",
    },
  },
});
const scheduled = (scheduleExpression: string, inputs: object = {}) => rule({ scheduleExpression, ...inputs });
const patterned = (pattern: unknown) => rule({ eventPattern: JSON.stringify(pattern) });
const bus = { type: "aws:cloudwatch/eventBus:EventBus", name: "orders", inputs: {} };
const target = (inputs: object = {}) => ({
  type: "aws:cloudwatch/eventTarget:EventTarget",
  name: "placed-worker",
  inputs: { rule: output("placed", "name"), arn: "arn:aws:lambda:eu-west-1:123456789012:function:worker", ...inputs },
});
const bucket = { type: "aws:s3/bucket:Bucket", name: "uploads", inputs: { bucket: "acme-uploads" } };
const ofBucket = {
  source: ["aws.s3"],
  "detail-type": ["Object Created"],
  detail: { bucket: { name: ["acme-uploads"] } },
};
const notification = (inputs: object) => ({
  type: "aws:s3/bucketNotification:BucketNotification",
  name: "notification",
  inputs: { bucket: output("uploads"), ...inputs },
});
const found = (...texts: readonly string[]) => texts.map((text) => ({ on: "placed", text }));
const SILENT: readonly StackFinding[] = [
  {
    on: "placed",
    level: "advisory",
    text:
      'eventPattern: nothing in the stack makes bucket "uploads" send its events to EventBridge.\n' +
      'Fix: set eventbridge to true in the aws.s3.BucketNotification of "uploads".',
  },
];
const NEITHER = "Fix: write rate(5 minutes), or cron(0 18 ? * MON-FRI *).";
const QUESTION = "and needs exactly one, for the day of the month or the day of the week.\n";

stackTable({
  policy: "eventbridge-rule",
  passes: [
    ...[
      "rate(1 hour)",
      "rate(15 minutes)",
      "cron(0/15 8-17 ? * MON-FRI *)",
      "cron(0 18 L * ? 2026-2199)",
      "cron(0 0 ? JAN,jul 3#2,FRI *)",
    ].map((expression) => ({ name: expression, resources: [scheduled(expression)] })),
    {
      name: "rule and target of one bus, by resource and by name",
      resources: [
        bus,
        rule({ eventBusName: output("orders", "name"), eventPattern: '{"source": ["shop"]}' }),
        target({ eventBusName: output("orders", "arn") }),
        { ...rule({ eventBusName: "stock", eventPattern: '{"source": ["shop"]}' }), name: "sold" },
        { ...target({ rule: output("sold", "name"), eventBusName: "stock" }), name: "sold-worker" },
      ],
    },
    {
      name: "schedule and target that name the default bus",
      resources: [scheduled("rate(1 day)", { eventBusName: "default" }), target({ input: '"all"' })],
    },
    {
      name: "pattern of all forms",
      resources: [
        patterned({
          $or: [{ source: ["shop"] }, { account: ["1"] }],
          "detail-type": [{ "anything-but": ["Paid"] }],
          detail: {
            total: [{ numeric: [">", 5] }],
            city: { name: [null, { exists: false }] },
            file: [
              { suffix: ".png" },
              { prefix: { "equals-ignore-case": "a" } },
              { wildcard: "a*b" },
              { cidr: "10.0.0.0/24" },
            ],
          },
          tenant: [{ exists: false }],
        }),
      ],
    },
    {
      name: "events of a bucket that sends them",
      resources: [bucket, notification({ eventbridge: true }), patterned(ofBucket)],
    },
    {
      name: "events of a bucket of another stack, and by CloudTrail",
      resources: [
        bucket,
        patterned({ ...ofBucket, detail: { bucket: { name: ["acme-archive"] } } }),
        {
          ...patterned({ source: ["aws.s3"], "detail-type": ["AWS API Call via CloudTrail"], detail: ofBucket.detail }),
          name: "calls",
        },
      ],
    },
    {
      name: "schedule of EventBridge Scheduler",
      resources: [once("at(2026-01-31T08:00:00)")],
    },
  ],
  violates: [
    {
      name: "patterns with comparisons that AWS does not have",
      resources: [
        patterned({ source: [{ startsWith: "shop." }] }),
        { ...patterned({ $or: [{ source: ["shop"] }, { detail: { size: [{ greaterThan: 3 }] } }] }), name: "large" },
      ],
      findings: [
        {
          on: "large",
          text:
            'eventPattern: the pattern compares "$or.detail.size" by "greaterThan", and AWS compares only by "prefix", "suffix", "anything-but", "exists", "numeric" or 3 more.\n' +
            'Fix: write JSON with a list of values for each key, such as {"source": ["shop"]}.',
        },
        {
          on: "placed",
          text:
            'eventPattern: the pattern compares "source" by "startsWith", and AWS compares only by "prefix", "suffix", "anything-but", "exists", "numeric" or 3 more.\n' +
            'Fix: write JSON with a list of values for each key, such as {"source": ["shop"]}.',
        },
      ],
    },
    {
      name: "input that is not JSON",
      resources: [scheduled("rate(1 day)"), target({ input: "refresh all" })],
      findings: [
        {
          on: "placed-worker",
          text:
            "input: AWS accepts only JSON as the input of a target.\n" +
            "Fix: write JSON: a text in double quotes, or an object.",
        },
      ],
    },
    {
      name: "cron of five fields, as other systems have it",
      resources: [scheduled("cron(0 18 * * 1-5)")],
      findings: found(
        'scheduleExpression: "cron(0 18 * * 1-5)" has 5 fields, and needs six: minutes, hours, day of the month, month, day of the week, year.\n' +
          'Fix: write "cron(0 18 ? * MON-FRI *)".',
      ),
    },
    {
      name: "cron with two days, and with none",
      resources: [scheduled("cron(0 18 * * MON *)"), { ...scheduled("cron(0 18 ? * ? *)"), name: "b" }],
      findings: [
        ...found(`scheduleExpression: "cron(0 18 * * MON *)" has no ?, ${QUESTION}Fix: write "cron(0 18 ? * MON *)".`),
        {
          on: "b",
          text: `scheduleExpression: "cron(0 18 ? * ? *)" has two ?, ${QUESTION}Fix: write "cron(0 18 * * ? *)".`,
        },
      ],
    },
    {
      name: "number and name that a field does not have",
      resources: [scheduled("cron(0 24 * * ? *)"), { ...scheduled("cron(0 8 ? * 0,TUES,TUX *)"), name: "b" }],
      findings: [
        ...found(
          'scheduleExpression: "cron(0 24 * * ? *)" has "24" for the hours, which AWS refuses.\nFix: write 0 to 23 there.',
        ),
        {
          on: "b",
          text: 'scheduleExpression: "cron(0 8 ? * 0,TUES,TUX *)" has "0" for the day of the week, which AWS refuses.\nFix: write 1 to 7 or SUN to SAT there.',
        },
      ],
    },
    {
      name: "rates",
      resources: [
        scheduled("rate(1 minutes)"),
        { ...scheduled("rate(5 minute)"), name: "b" },
        { ...scheduled("rate(30 seconds)"), name: "c" },
      ],
      findings: [
        ...found(
          'scheduleExpression: AWS refuses "rate(1 minutes)": after 1 the unit is singular.\nFix: write "rate(1 minute)".',
        ),
        {
          on: "b",
          text: 'scheduleExpression: AWS refuses "rate(5 minute)": after 5 the unit is plural.\nFix: write "rate(5 minutes)".',
        },
        {
          on: "c",
          text: 'scheduleExpression: "rate(30 seconds)" is not a valid rate.\nFix: write a number above 0 and minutes, hours or days, such as rate(5 minutes).',
        },
      ],
    },
    {
      name: "time with a zone",
      resources: [once("at(2026-01-31T08:00:00Z)")],
      findings: [
        {
          on: "once",
          text:
            'scheduleExpression: "at(2026-01-31T08:00:00Z)" is not a time that AWS accepts: it needs date, T and time, without a zone.\n' +
            "Fix: write it like at(2026-01-31T08:00:00), and set scheduleExpressionTimezone where it is not UTC.",
        },
      ],
    },
    {
      name: "bare expression, on a bus that has no schedules",
      resources: [bus, scheduled("0 18 * * *", { eventBusName: output("orders", "name") })],
      findings: found(
        `scheduleExpression: "0 18 * * *" is neither rate(…) nor cron(…).\n${NEITHER}`,
        'scheduleExpression: AWS allows a schedule only on the default bus, and the rule is on bus "orders".\n' +
          "Fix: remove eventBusName, or use aws.scheduler.Schedule.",
      ),
    },
    {
      name: "target that does not name the bus of its rule, and one that names another",
      resources: [
        bus,
        rule({ eventBusName: output("orders", "name"), eventPattern: '{"source": ["shop"]}' }),
        target(),
        { ...rule({ eventPattern: '{"source": ["shop"]}' }), name: "sold" },
        { ...target({ rule: output("sold", "name"), eventBusName: output("orders", "name") }), name: "sold-worker" },
      ],
      findings: [
        {
          on: "placed-worker",
          text:
            'rule: rule "placed" is on bus "orders", and AWS looks for it on the default bus.\n' +
            'Fix: set eventBusName of the target to that of rule "placed".',
        },
        {
          on: "sold-worker",
          text:
            'eventBusName: rule "sold" is on the default bus, and AWS looks for it on bus "orders".\n' +
            "Fix: remove eventBusName from the target.",
        },
      ],
    },
    {
      name: "patterns that are none, or that nothing matches",
      resources: [
        patterned({ source: "shop" }),
        { ...patterned({ detailType: ["Order Placed"], status: ["paid"] }), name: "b" },
      ],
      findings: [
        ...found(
          'eventPattern: the pattern has "shop" for "source", but needs a list there.\n' +
            'Fix: write JSON with a list of values for each key, such as {"source": ["shop"]}.',
        ),
        ...[
          ["detailType", 'write "detail-type"'],
          ["status", 'put "status" into "detail", or remove it'],
        ].map(([name, fix]) => ({
          on: "b",
          text: `eventPattern: no event has "${name}" at its top level, so the pattern matches none.\nFix: ${fix}.`,
        })),
      ],
    },
    {
      name: "events of a bucket that does not send them",
      resources: [bucket, notification({}), patterned(ofBucket)],
      findings: SILENT,
    },
    {
      name: "events of a bucket that does not send them, whatever the type",
      resources: [bucket, patterned({ source: ["aws.s3"], detail: ofBucket.detail })],
      findings: SILENT,
    },
  ],
});
