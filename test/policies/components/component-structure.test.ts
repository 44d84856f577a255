import { stackTable } from "../../support/stack-table";

const queue = (name: string) => ({ type: "aws:sqs/queue:Queue", name });
const six = ["a", "b", "c", "d", "e", "f"].map(queue);

stackTable({
  policy: "component-structure",
  passes: [
    { name: "as many resources as may be flat", resources: six.slice(1) },
    { name: "a component", resources: [...six, { type: "acme:web:Site", name: "site", component: true }] },
    { name: "a component of a package", resources: [...six, { type: "awsx:ec2:Vpc", name: "vpc", component: true }] },
    { name: "more of them allowed", resources: six, options: { maxRootResources: 6 } },
    {
      name: "resources of other clouds, providers and stack references",
      resources: [
        ...["a", "b", "c", "d", "e", "f"].map((name) => ({ type: "gcp:storage/bucket:Bucket", name })),
        { type: "pulumi:providers:aws", name: "aws" },
        { type: "pulumi:pulumi:StackReference", name: "network" },
      ],
    },
  ],
  violates: [
    {
      name: "a flat program",
      resources: six,
      findings: [
        {
          on: "stack",
          text:
            '6 AWS resources are in no component, "a", "b", "c", "d", "e" and 1 more, and 5 may be (option maxRootResources).\n' +
            "Fix: move resources that belong together into a class that extends pulumi.ComponentResource, each with parent set to it.",
        },
      ],
    },
    {
      name: "aws-native resources count too",
      resources: [queue("a"), { type: "aws-native:sqs:Queue", name: 'b"\u001b[31m' }],
      options: { maxRootResources: 1 },
      findings: [
        {
          on: "stack",
          text:
            '2 AWS resources are in no component, "b\\"\\u001b[31m" and "a", and 1 may be (option maxRootResources).\n' +
            "Fix: move resources that belong together into a class that extends pulumi.ComponentResource, each with parent set to it.",
        },
      ],
    },
  ],
});
