import { stackTable } from "../../support/stack-table";

const site = { type: "acme:web:Site", name: "site", component: true };
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
      name: "a single resource beside the component",
      resources: [site, queue("a", "site"), queue("b")],
      findings: [
        {
          on: "stack",
          text:
            '"b" hangs off the stack, beside component "site".\n' +
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
            '"b" and "c" hang off the stack, beside component "site".\n' +
            "Fix: pass the component that they belong to as parent (parent=self in Python, parent: this in TypeScript).",
        },
      ],
    },
  ],
});
