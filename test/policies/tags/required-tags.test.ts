import { resourceTable } from "../../support/resource-table";
import { output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";
import { fileArchive, secret, unknown } from "../../support/wire";

const GROUP = "aws:autoscaling/group:Group";
const defaultTags = (tags: unknown) => ({ defaultTags: JSON.stringify({ tags }) });
const team = { tags: ["Team"] };
const lacksTeam = [
  'tags: required tags are missing: "Team" (option tags).\nFix: add "Team" to tags, or to defaultTags of the provider.',
];
const teamAndStage = {
  tags: [
    "Team",
    { name: "Stage", values: ["dev", "prod"], default: "dev" },
    { name: "CostCenter", pattern: "^\\d{4}$" },
  ],
};

resourceTable({
  policy: "required-tags",
  type: "aws:sqs/queue:Queue",
  passes: [
    { name: "no tags at all, none required, which is said of the stack", inputs: {} },
    { name: "a default tag of the provider", inputs: {}, provider: defaultTags({ Team: "media" }), options: team },
    { name: "default tags as an object", inputs: {}, provider: { defaultTags: { tags: { Team: "" } } }, options: team },
    { name: "queue that is only read", inputs: {}, onlyRead: true, options: team },
    {
      name: "queue that is only read, with values to find it by",
      inputs: { fifoQueue: false },
      onlyRead: true,
      options: team,
    },
    { name: "unknown tags", inputs: { tags: unknown }, options: team },
    { name: "unknown default tags", inputs: {}, provider: { defaultTags: unknown }, options: team },
    { name: "default tags that are no JSON", inputs: {}, provider: { defaultTags: "{" }, options: team },
    { name: "text where tags belong", inputs: { tags: "Team=media" }, options: team },
    { name: "file in a bucket", type: "aws:s3/bucketObject:BucketObject", inputs: { key: "a.html" }, options: team },
    {
      name: "other file in a bucket",
      type: "aws:s3/bucketObjectv2:BucketObjectv2",
      inputs: { key: "a.html" },
      options: team,
    },
    { name: "archive where tags belong", inputs: { tags: fileArchive("./tags") }, options: teamAndStage },
    { name: "type that cannot be tagged", type: "aws:iam/rolePolicy:RolePolicy", inputs: {}, options: team },
    { name: "resource of another cloud", type: "gcp:storage/bucket:Bucket", inputs: {}, options: team },
    {
      name: "aws-native list of tags",
      type: "aws-native:sqs:Queue",
      inputs: { tags: [{ key: "Team", value: "media" }] },
      options: team,
    },
    {
      name: "Auto Scaling group's list of tags",
      type: GROUP,
      inputs: { tags: [{ key: "Team", value: "media", propagateAtLaunch: true }] },
      options: team,
    },
    {
      name: "all required tags, from resource and provider together",
      inputs: { tags: { Stage: "prod", CostCenter: "4711" } },
      provider: defaultTags({ Team: "media" }),
      options: teamAndStage,
    },
    {
      name: "required tags whose values are unknown or secret",
      inputs: { tags: { Team: unknown, Stage: unknown, CostCenter: secret("4711") } },
      options: teamAndStage,
    },
    {
      name: "a list with an unknown key, which may be the missing tag",
      type: GROUP,
      inputs: { tags: [{ key: unknown, value: "a" }] },
      options: teamAndStage,
    },
  ],
  violates: [
    {
      name: "properties by the names of the SDK's own",
      inputs: { __isSpecialProxy: true, __getSpecialProxyTarget: "x", constructor: "x" },
      options: team,
      findings: lacksTeam,
    },
    {
      name: "older token of a bucket, empty tags and empty default tags",
      type: "aws:s3/bucketV2:BucketV2",
      inputs: { tags: {} },
      provider: defaultTags({}),
      options: team,
      findings: lacksTeam,
    },
    {
      name: "Auto Scaling group without a required tag, which its provider has",
      type: GROUP,
      inputs: { tags: [{ key: "Stage", value: "dev", propagateAtLaunch: true }] },
      provider: defaultTags({ Team: "media" }),
      options: team,
      findings: ['tags: required tags are missing: "Team" (option tags).\nFix: add "Team" to tags.'],
    },
    {
      name: "aws-native resource without any input",
      type: "aws-native:kms:Key",
      inputs: {},
      options: team,
      findings: lacksTeam,
    },
    {
      name: "aws-native resource without tags",
      type: "aws-native:sqs:Queue",
      inputs: { queueName: "a" },
      options: team,
      findings: lacksTeam,
    },
    {
      name: "aws-native type that names its tags after itself",
      type: "aws-native:route53:HostedZone",
      inputs: { name: "example.com" },
      options: team,
      findings: [
        'hostedZoneTags: required tags are missing: "Team" (option tags).\n' +
          'Fix: add "Team" to hostedZoneTags, or to defaultTags of the provider.',
      ],
    },
    {
      name: "no tags at all where some are required, which is one finding",
      inputs: {},
      options: team,
      findings: lacksTeam,
    },
    {
      name: "required tags missing",
      inputs: { tags: { Stage: "dev" } },
      options: teamAndStage,
      findings: [
        'tags: required tags are missing: "Team" and "CostCenter" (option tags).\n' +
          'Fix: add "Team" and "CostCenter" to tags, or to defaultTags of the provider.',
      ],
    },
    {
      name: "key that differs in case",
      inputs: { tags: { team: "media", Stage: "dev", CostCenter: "4711" } },
      options: teamAndStage,
      findings: [
        'tags: required tags are missing: "Team" (option tags); "team" differs in case, and keys are case-sensitive.\n' +
          'Fix: add "Team" to tags, or to defaultTags of the provider.',
      ],
    },
    {
      name: "values that are not allowed, and never shown",
      inputs: { tags: { Team: "", Stage: "hunter2", CostCenter: secret("47") } },
      options: teamAndStage,
      findings: [
        'tags: the value of tag "Stage" is not "dev" or "prod" (option tags).\nFix: set tag "Stage" to "dev" or "prod".',
        'tags: the value of tag "CostCenter" is not text that matches ^\\d{4}$ (option tags).\n' +
          'Fix: set tag "CostCenter" to text that matches ^\\d{4}$.',
      ],
    },
  ],
  repairs: [
    {
      name: "missing tags that have a default",
      inputs: { name: "q", tags: { Team: secret("media") } },
      options: { tags: ["Team", { name: "Stage", default: "dev" }] },
      repaired: { name: "q", tags: { Team: secret("media"), Stage: "dev" } },
    },
    {
      name: "resource without tags, and keeps unknown values",
      inputs: { name: "q", kmsMasterKeyId: unknown },
      options: { tags: [{ name: "Stage", default: "dev" }] },
      repaired: { name: "q", kmsMasterKeyId: unknown, tags: { Stage: "dev" } },
    },
    {
      name: "the provider's sum of all tags as well, which is what it deploys",
      inputs: { tags: { __defaults: [] }, tagsAll: { Team: "media" } },
      options: { tags: [{ name: "Stage", default: "dev" }] },
      repaired: { tags: { __defaults: [], Stage: "dev" }, tagsAll: { Team: "media", Stage: "dev" } },
    },
    {
      name: "secret tags, which stay secret",
      inputs: { tags: secret({ Team: "media" }) },
      options: { tags: [{ name: "Stage", default: "dev" }] },
      repaired: { tags: secret({ Team: "media", Stage: "dev" }) },
    },
    {
      name: "Auto Scaling group's list",
      type: GROUP,
      inputs: { tags: [{ key: "Team", value: "media", propagateAtLaunch: false }] },
      options: {
        tags: [
          { name: "A", default: "1" },
          { name: "B", default: "2" },
        ],
      },
      repaired: {
        tags: [
          { key: "Team", value: "media", propagateAtLaunch: false },
          { key: "A", value: "1", propagateAtLaunch: true },
          { key: "B", value: "2", propagateAtLaunch: true },
        ],
      },
    },
    {
      name: "aws-native list",
      type: "aws-native:sqs:Queue",
      inputs: { queueName: "a" },
      options: { tags: [{ name: "A", default: "1" }] },
      repaired: { queueName: "a", tags: [{ key: "A", value: "1" }] },
    },
    {
      name: "nothing in a map where a list belongs",
      type: GROUP,
      inputs: { tags: {} },
      options: teamAndStage,
      repaired: undefined,
    },
    {
      name: "nothing in a list where a map belongs",
      inputs: { tags: [], tagsAll: {} },
      options: teamAndStage,
      repaired: undefined,
    },
    { name: "nothing without a default", inputs: { name: "q" }, options: team, repaired: undefined },
    {
      name: "nothing of a queue that is only read",
      inputs: {},
      onlyRead: true,
      options: { tags: [{ name: "Stage", default: "dev" }] },
      repaired: undefined,
    },
    { name: "nothing in unknown tags", inputs: { tags: unknown }, options: teamAndStage, repaired: undefined },
  ],
});

const tagged = { tags: { Owner: "media" } };
const queue = (name: string, inputs: Record<string, unknown> = {}) => ({ type: "aws:sqs/queue:Queue", name, inputs });
const role = (name: string) => output(`aws:iam/role:Role::${name}`, "arn");
/** What `new aws.lambda.CallbackFunction("hello", …)` creates. */
const callback = [
  { type: "aws:iam/role:Role", name: "hello", inputs: {} },
  {
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    name: "hello-019020e7",
    inputs: { role: role("hello") },
  },
  {
    type: "aws:lambda/function:Function",
    name: "hello",
    inputs: { handler: "__index.handler", role: role("hello"), ...tagged },
  },
];
const rest = (type: string) => [
  { type, name: "api", component: true },
  { type: "aws:apigateway/stage:Stage", name: "api-stage", parent: "api" },
];

stackTable({
  policy: "required-tags",
  passes: [
    { name: "any tag where none is demanded", resources: [queue("jobs", tagged)] },
    { name: "default tags", resources: [{ ...queue("jobs"), provider: defaultTags({ Team: "media" }) }] },
    {
      name: "unknown tags, and unknown default tags",
      resources: [queue("jobs", { tags: unknown }), { ...queue("mails"), provider: { defaultTags: unknown } }],
    },
    { name: "demanded tags, which are checked of each resource", resources: [queue("jobs")], options: team },
    { name: "types that cannot be tagged", resources: [{ type: "aws:sqs/queuePolicy:QueuePolicy", name: "policy" }] },
    { name: "files of a website", resources: [{ type: "aws:s3/bucketObject:BucketObject", name: "index.html" }] },
    { name: "queue that is only read", resources: [{ ...queue("jobs"), onlyRead: true }] },
    { name: "role of a callback function, which gets none of its tags", resources: callback },
    { name: "stage that a component of a package creates", resources: rest("aws-apigateway:index:RestAPI") },
    {
      name: "queue whose exemption takes it out of the finding",
      resources: [queue("jobs")],
      options: { exemptions: [{ resource: "jobs", reason: "OPS-411" }] },
    },
  ],
  violates: [
    {
      name: "no tags at all, by names up to five",
      resources: [..."abcdefg"].map((name) => queue(name, { tags: {} })).concat(queue("tagged", tagged)),
      findings: [
        {
          on: "stack",
          level: "advisory",
          text:
            '7 of 8 resources that can have tags have none: "a", "b", "c", "d", "e" and 2 more.\n' +
            "Fix: set defaultTags on the provider, or tags on each of them; any tag will do, since option tags demands none.",
        },
      ],
    },
    {
      name: "tags of AWS's own only, a group that default tags do not reach, and a component of the program's own",
      resources: [
        queue("jobs", { tags: { "aws:cloudformation:stack-name": "x" } }),
        { type: GROUP, name: "group", provider: defaultTags({ Team: "media" }) },
        ...rest("acme:web:Api"),
      ],
      findings: [
        {
          on: "stack",
          level: "advisory",
          text:
            '3 of 3 resources that can have tags have none: "api-stage", "group" and "jobs".\n' +
            "Fix: set defaultTags on the provider, or tags on each of them; any tag will do, since option tags demands none.",
        },
      ],
    },
    {
      name: "role of another name than its callback function, which the program itself creates",
      resources: [
        { type: "aws:iam/role:Role", name: "own", inputs: {} },
        {
          type: "aws:lambda/function:Function",
          name: "greet",
          inputs: { handler: "__index.handler", role: role("own"), ...tagged },
        },
      ],
      findings: [
        {
          on: "stack",
          level: "advisory",
          text:
            '1 of 2 resources that can have tags has none: "own".\n' +
            "Fix: set defaultTags on the provider, or tags on each of them; any tag will do, since option tags demands none.",
        },
      ],
    },
  ],
});
