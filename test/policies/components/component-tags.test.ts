import { type StackResource, stackTable } from "../../support/stack-table";
import { secret, unknown } from "../../support/wire";

type Properties = Record<string, unknown>;

const site = (tags: unknown): Component => ({ name: "site", type: "acme:web:Site", inputs: { tags } });
const given = { Owner: "media", Stage: "prod" };

interface Component {
  readonly name: string;
  readonly type: string;
  readonly inputs: Properties;
}

/** A row of one resource beneath components, the outermost first. */
interface Row {
  readonly name: string;
  readonly type?: string;
  readonly inputs: Properties;
  readonly provider?: Properties;
  readonly components?: readonly Component[];
  readonly options?: Properties;
}

function inStack({ name, type = "aws:sqs/queue:Queue", inputs, provider, components = [], options }: Row) {
  const resources: StackResource[] = components.map((component, index) => {
    const parent = components[index - 1]?.name;
    return { ...component, component: true, ...(parent !== undefined && { parent }) };
  });
  const parent = components.at(-1)?.name;
  resources.push({
    name: "uploads",
    type,
    inputs,
    ...(provider && { provider }),
    ...(parent !== undefined && { parent }),
  });
  return { name, resources, ...(options && { options }) };
}

const passes: readonly Row[] = [
  { name: "all tags of the component", inputs: { tags: { ...given, Team: "a" } }, components: [site(given)] },
  { name: "no component above", inputs: { tags: { Team: "a" } } },
  { name: "component without tags", inputs: { tags: { Team: "a" } }, components: [{ ...site({}), inputs: {} }] },
  { name: "component with unknown tags", inputs: { tags: {} }, components: [site(unknown)] },
  { name: "component whose tags are a text", inputs: { tags: {} }, components: [site("Owner=media")] },
  { name: "unknown tags", inputs: { tags: unknown }, components: [site(given)] },
  {
    name: "unknown and secret values",
    inputs: { tags: { Owner: unknown, Stage: secret("prod") } },
    components: [site(given)],
  },
  { name: "component's value is unknown", inputs: { tags: { Owner: "b" } }, components: [site({ Owner: unknown })] },
  {
    name: "tags from the provider's default tags",
    inputs: {},
    provider: { defaultTags: JSON.stringify({ tags: given }) },
    components: [site(given)],
  },
  {
    name: "own Name, which is of a single resource",
    inputs: { tags: { Name: "uploads" } },
    components: [site({ Name: "site" })],
  },
  {
    name: "component of a package",
    inputs: {},
    components: [{ name: "vpc", type: "awsx:ec2:Vpc", inputs: { tags: given } }],
  },
  {
    name: "component of a package that is configured",
    inputs: {},
    components: [site(given)],
    options: { packages: ["acme"] },
  },
  {
    name: "file in a bucket",
    type: "aws:s3/bucketObject:BucketObject",
    inputs: { key: "index.html" },
    components: [site(given)],
  },
  {
    name: "type that cannot be tagged",
    type: "aws:sqs/queuePolicy:QueuePolicy",
    inputs: {},
    components: [site(given)],
  },
  {
    name: "inner component that was given another value",
    inputs: { tags: { Owner: "media", Stage: "dev" } },
    components: [site(given), { name: "api", type: "acme:web:Api", inputs: { tags: { Stage: "dev" } } }],
  },
];

const violates: readonly (Row & { readonly findings: readonly string[] })[] = [
  {
    name: "component of the program's own under the name of the provider",
    inputs: { tags: { Owner: "media" } },
    components: [{ ...site(given), type: "aws:components:Site" }],
    findings: [
      'tags: the resource does not have tag "Stage" of component "site".\n' +
        "Fix: merge the component's tags last: {**default_tags, **args.tags} in Python, {...defaultTags, ...args.tags} in TypeScript.",
    ],
  },
  {
    name: "aws-native type that names its tags after itself",
    type: "aws-native:route53:HostedZone",
    inputs: { hostedZoneTags: [{ key: "Owner", value: "media" }] },
    components: [site(given)],
    findings: [
      'hostedZoneTags: the resource does not have tag "Stage" of component "site".\n' +
        "Fix: merge the component's tags last: {**default_tags, **args.tags} in Python, {...defaultTags, ...args.tags} in TypeScript.",
    ],
  },
  {
    name: "tags of its own only",
    inputs: { tags: { Team: "a" } },
    components: [site(given)],
    findings: [
      'tags: the resource does not have tags "Owner" and "Stage" of component "site".\n' +
        "Fix: merge the component's tags last: {**default_tags, **args.tags} in Python, {...defaultTags, ...args.tags} in TypeScript.",
    ],
  },
  {
    name: "no tags, two components up",
    inputs: {},
    components: [site({ Owner: "media" }), { name: "api", type: "acme:web:Api", inputs: {} }],
    findings: [
      'tags: the resource does not have tag "Owner" of component "site".\n' +
        "Fix: merge the component's tags last: {**default_tags, **args.tags} in Python, {...defaultTags, ...args.tags} in TypeScript.",
    ],
  },
  {
    name: "one tag missing, another contradicted",
    inputs: { tags: { Owner: "b" } },
    components: [site(given)],
    findings: [
      'tags: the resource does not have tag "Stage" and has another value for tag "Owner" of component "site".\n' +
        "Fix: merge the component's tags last: {**default_tags, **args.tags} in Python, {...defaultTags, ...args.tags} in TypeScript.",
    ],
  },
  {
    name: "another value, and never shows the two, nor what is secret",
    inputs: { tags: { Owner: "hunter2", Stage: "prod" } },
    components: [site(secret(given))],
    findings: [
      'tags: the resource has another value for tag [secret] of component "site".\n' +
        "Fix: merge the component's tags last: {**default_tags, **args.tags} in Python, {...defaultTags, ...args.tags} in TypeScript.",
    ],
  },
  {
    name: "lists of tags on both sides",
    type: "aws-native:sqs:Queue",
    inputs: { tags: [{ key: "Owner", value: "media" }] },
    components: [
      site([
        { key: "Owner", value: "media" },
        { key: "Stage", value: "prod" },
      ]),
    ],
    findings: [
      'tags: the resource does not have tag "Stage" of component "site".\n' +
        "Fix: merge the component's tags last: {**default_tags, **args.tags} in Python, {...defaultTags, ...args.tags} in TypeScript.",
    ],
  },
];

stackTable({
  policy: "component-tags",
  passes: passes.map(inStack),
  violates: violates.map(({ findings, ...row }) => ({
    ...inStack(row),
    findings: findings.map((text) => ({ on: "uploads", text })),
  })),
});
