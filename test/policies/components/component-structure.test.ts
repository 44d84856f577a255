import { stackTable } from "../../support/stack-table";
import { unknown } from "../../support/wire";

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
      name: "a callback function, which creates a role of its name with attachments",
      resources: [
        { type: "aws:iam/role:Role", name: "hello", outputs: { name: unknown } },
        ...["hello-019020e7", "hello-2b3c4d5e"].map((name) => ({
          type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
          name,
          outputs: { role: unknown },
          madeFrom: { role: ["aws:iam/role:Role::hello"] },
        })),
        {
          type: "aws:lambda/function:Function",
          name: "hello",
          outputs: { handler: "__index.handler", role: unknown },
          madeFrom: { role: ["aws:iam/role:Role::hello"] },
        },
      ],
      options: { maxRootResources: 1 },
    },
    {
      name: "children of another resource",
      resources: [queue("a"), { ...queue("b"), parent: "a" }, { ...queue("c"), parent: "b" }],
      options: { maxRootResources: 1 },
    },
    {
      name: "as many as may be flat besides an exempted one",
      resources: six,
      options: { exemptions: [{ resource: "c", reason: "shared" }] },
    },
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
            '6 AWS resources ("a", "b", "c", "d", "e" and 1 more) are not in a component; at most 5 may be (option maxRootResources).\n' +
            "Fix: move resources that belong together into a class that extends pulumi.ComponentResource, each with parent set to it.",
        },
      ],
    },
    {
      name: "a flat program besides an exempted resource, and one whose exemption has ended",
      resources: [...six, queue("g"), queue("h")],
      options: {
        exemptions: [
          { resource: "c", reason: "shared" },
          { resource: "b", reason: "moves", expires: "2024-02-29" },
        ],
      },
      findings: [
        {
          on: "stack",
          text:
            '7 AWS resources ("a", "b", "d", "e", "f" and 2 more) are not in a component; at most 5 may be (option maxRootResources).\n' +
            "Fix: move resources that belong together into a class that extends pulumi.ComponentResource, each with parent set to it.\n" +
            "The exemption of b expired on 2024-02-29 (moves): fix the violation, or renew the exemption.",
        },
      ],
    },
    {
      name: "a function with a role and attachments of other names",
      resources: [
        { type: "aws:iam/role:Role", name: "role", outputs: { name: unknown } },
        {
          type: "aws:lambda/function:Function",
          name: "hello",
          outputs: { handler: "__index.handler", role: unknown },
          madeFrom: { role: ["role"] },
        },
      ],
      options: { maxRootResources: 1 },
      findings: [
        {
          on: "stack",
          text:
            '2 AWS resources ("role" and "hello") are not in a component; at most 1 may be (option maxRootResources).\n' +
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
            '2 AWS resources ("b\\"\\u001b[31m" and "a") are not in a component; at most 1 may be (option maxRootResources).\n' +
            "Fix: move resources that belong together into a class that extends pulumi.ComponentResource, each with parent set to it.",
        },
      ],
    },
  ],
});
