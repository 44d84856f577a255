import { resourceTable } from "../../support/resource-table";
import { fileArchive, secret, unknown } from "../../support/wire";

const GROUP = "aws:autoscaling/group:Group";
const defaultTags = (tags: unknown) => ({ defaultTags: JSON.stringify({ tags }) });
const untagged = [
  "tags: the resource has no tags, and its provider no default tags.\n" +
    "Fix: add a tag to tags, or defaultTags to the provider.",
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
    { name: "one tag of its own, none required", inputs: { tags: { Team: "media" } } },
    { name: "a default tag of the provider", inputs: {}, provider: defaultTags({ Team: "media" }) },
    { name: "default tags as an object", inputs: {}, provider: { defaultTags: { tags: { Team: "media" } } } },
    { name: "queue that is only read", inputs: {}, onlyRead: true },
    { name: "queue that is only read, with values to find it by", inputs: { fifoQueue: false }, onlyRead: true },
    { name: "unknown tags", inputs: { tags: unknown } },
    { name: "unknown default tags", inputs: {}, provider: { defaultTags: unknown } },
    { name: "default tags that are no JSON", inputs: {}, provider: { defaultTags: "{" } },
    { name: "text where tags belong", inputs: { tags: "Team=media" } },
    { name: "archive where tags belong", inputs: { tags: fileArchive("./tags") }, options: teamAndStage },
    { name: "type that cannot be tagged", type: "aws:iam/rolePolicy:RolePolicy", inputs: {} },
    { name: "resource of another cloud", type: "gcp:storage/bucket:Bucket", inputs: {} },
    {
      name: "aws-native list of tags",
      type: "aws-native:sqs:Queue",
      inputs: { tags: [{ key: "Team", value: "media" }] },
    },
    {
      name: "Auto Scaling group's list of tags",
      type: GROUP,
      inputs: { tags: [{ key: "Team", value: "media", propagateAtLaunch: true }] },
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
    { name: "no tags at all", inputs: {}, findings: untagged },
    { name: "aws-native type without any input", type: "aws-native:kms:Key", inputs: {}, findings: untagged },
    {
      name: "properties by the names of the SDK's own",
      inputs: { __isSpecialProxy: true, __getSpecialProxyTarget: "x", constructor: "x" },
      findings: untagged,
    },
    { name: "empty tags and empty default tags", inputs: { tags: {} }, provider: defaultTags({}), findings: untagged },
    { name: "older token of a bucket", type: "aws:s3/bucketV2:BucketV2", inputs: {}, findings: untagged },
    { name: "tags of AWS's own only", inputs: { tags: { "aws:cloudformation:stack-name": "x" } }, findings: untagged },
    {
      name: "Auto Scaling group, which gets no default tags",
      type: GROUP,
      inputs: { maxSize: 1 },
      provider: defaultTags({ Team: "media" }),
      findings: [
        "tags: the resource has no tags, and gets none of its provider's default tags.\nFix: add a tag to tags.",
      ],
    },
    {
      name: "Auto Scaling group without a required tag, which its provider has",
      type: GROUP,
      inputs: { tags: [{ key: "Stage", value: "dev", propagateAtLaunch: true }] },
      provider: defaultTags({ Team: "media" }),
      options: { tags: ["Team"] },
      findings: ['tags: required tags are missing: "Team" (option tags).\nFix: add "Team" to tags.'],
    },
    {
      name: "aws-native resource without tags",
      type: "aws-native:sqs:Queue",
      inputs: { queueName: "a" },
      findings: untagged,
    },
    {
      name: "aws-native type that names its tags after itself",
      type: "aws-native:route53:HostedZone",
      inputs: { name: "example.com" },
      findings: [
        "hostedZoneTags: the resource has no tags, and its provider no default tags.\n" +
          "Fix: add a tag to hostedZoneTags, or defaultTags to the provider.",
      ],
    },
    {
      name: "no tags at all where some are required, which is one finding",
      inputs: {},
      options: { tags: ["Team"] },
      findings: [
        'tags: required tags are missing: "Team" (option tags).\n' +
          'Fix: add "Team" to tags, or to defaultTags of the provider.',
      ],
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
    { name: "nothing without a default", inputs: { name: "q" }, options: { tags: ["Team"] }, repaired: undefined },
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
