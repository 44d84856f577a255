import { stackTable } from "../../support/stack-table";

const site = { type: "acme:web:Site", name: "site", component: true };
const exempt = (...resources: readonly string[]) => ({
  exemptions: resources.map((resource) => ({ resource, reason: "shared by all" })),
});
const queue = (name: string, parent?: string) => ({ type: "aws:sqs/queue:Queue", name, ...(parent && { parent }) });

stackTable({
  policy: "resource-parent",
  passes: [
    { name: "every resource beneath the component", resources: [site, queue("a", "site"), queue("b", "site")] },
    { name: "resource beneath a resource of the component", resources: [site, queue("a", "site"), queue("b", "a")] },
    { name: "no component at all", resources: [queue("a"), queue("b")] },
    {
      name: "component of a package only",
      resources: [{ type: "awsx:ec2:Vpc", name: "vpc", component: true }, queue("a")],
    },
    ...[
      "sst:aws:Queue",
      "stelvio:aws:Queue",
      "docker:image:Image",
      "aws:s3:BucketEventSubscription",
      "aws:apigateway:x:API",
    ].map((type) => ({
      name: `component of a package by its token, ${type}`,
      resources: [{ type, name: "site", component: true }, queue("a", "site"), queue("b")],
    })),
    {
      name: "component of a package that is configured",
      resources: [site, queue("a", "site"), queue("b")],
      options: { packages: ["acme"] },
    },
    {
      name: "exempted resources beside the component, which are not reported",
      resources: [site, queue("a", "site"), queue("hub"), queue("spoke")],
      options: exempt("hub", "spoke"),
    },
    {
      name: "component of a multi-language package, which has a provider",
      resources: [
        { type: "pulumi:providers:acme", name: "default_1_2_3" },
        { type: "acme:web:Site", name: "site", component: true },
        queue("a"),
      ],
    },
    {
      name: "providers, stack references and resources of other clouds beside the component",
      resources: [
        site,
        queue("a", "site"),
        { type: "pulumi:providers:aws", name: "aws" },
        { type: "pulumi:pulumi:StackReference", name: "network" },
        { type: "gcp:storage/bucket:Bucket", name: "b" },
      ],
    },
  ],
  violates: [
    {
      name: "exempted resource beside others, which are reported without it",
      resources: [site, queue("a", "site"), queue("hub"), queue("b")],
      options: exempt("hub"),
      findings: [
        {
          on: "stack",
          text:
            '"b" is in no component, although the program has component "site".\n' +
            "Fix: pass the component that it belongs to as parent (parent=self in Python, parent: this in TypeScript).",
        },
      ],
    },
    {
      name: "resource whose exemption has ended",
      resources: [site, queue("a", "site"), queue("hub")],
      options: { exemptions: [{ resource: "hub", reason: "moves", expires: "2024-02-29" }] },
      findings: [
        {
          on: "stack",
          text:
            '"hub" is in no component, although the program has component "site".\n' +
            "Fix: pass the component that it belongs to as parent (parent=self in Python, parent: this in TypeScript).\n" +
            "The exemption of hub expired on 2024-02-29 (moves): fix the violation, or renew the exemption.",
        },
      ],
    },
    ...["aws:components:Site", "custom:resource:Site", "my-company:Site"].map((type) => ({
      name: `component of the program's own by its token, ${type}`,
      resources: [
        { type: "pulumi:providers:aws", name: "default" },
        { type, name: "site", component: true },
        queue("a", "site"),
        queue("b"),
      ],
      findings: [
        {
          on: "stack",
          text:
            '"b" is in no component, although the program has component "site".\n' +
            "Fix: pass the component that it belongs to as parent (parent=self in Python, parent: this in TypeScript).",
        },
      ],
    })),
    {
      name: "a single resource beside the component",
      resources: [site, queue("a", "site"), queue("b")],
      findings: [
        {
          on: "stack",
          text:
            '"b" is in no component, although the program has component "site".\n' +
            "Fix: pass the component that it belongs to as parent (parent=self in Python, parent: this in TypeScript).",
        },
      ],
    },
    {
      name: "resources beside the component, named once together",
      resources: [site, queue("a", "site"), queue("c"), { type: "aws-native:s3:Bucket", name: "b" }],
      findings: [
        {
          on: "stack",
          text:
            '"b" and "c" are in no component, although the program has component "site".\n' +
            "Fix: pass the component that they belong to as parent (parent=self in Python, parent: this in TypeScript).",
        },
      ],
    },
  ],
});
