import { output } from "../../support/row-program";
import { stackTable, type ViolatingStackRow } from "../../support/stack-table";
import { unknown } from "../../support/wire";

const ARN = "arn:aws:sqs:eu-west-1:123456789012:uploads-1a2b3c4";
const site = (outputs: Record<string, unknown>) => ({ type: "acme:web:Site", name: "site", component: true, outputs });
const queue = { type: "aws:sqs/queue:Queue", name: "uploads", parent: "site", inputs: {} };
const deployed = { ...queue, inputs: { name: "uploads-1a2b3c4" } };
const policy = (parent?: string) => ({
  type: "aws:sqs/queuePolicy:QueuePolicy",
  name: "policy",
  inputs: { queueUrl: output("uploads") },
  ...(parent !== undefined && { parent }),
});
const FIX =
  "Fix: pass the values that others need to registerOutputs (self.register_outputs in Python) at the end of its constructor.";
const used = [
  { on: "site", text: `component "site" has no outputs, though "policy" outside of it uses "uploads".\n${FIX}` },
];
const exported = [
  { on: "site", text: `component "site" has no outputs, though the stack exports a value of "uploads".\n${FIX}` },
];

stackTable({
  policy: "component-outputs",
  passes: [
    { name: "known outputs", resources: [site({ url: "https://example.com" }), queue, policy()] },
    { name: "outputs that are unknown", resources: [site({ url: unknown }), queue, policy()] },
    { name: "component without resources", resources: [site({})], exports: { url: unknown } },
    { name: "no outputs, and nothing that is used or exported", resources: [site({}), queue] },
    { name: "no outputs, and used within only", resources: [site({}), queue, policy("site")] },
    { name: "unknown export, which may be of anything", resources: [site({}), queue], exports: { arn: unknown } },
    {
      name: "exports of other values",
      resources: [site({}), deployed],
      exports: { region: "eu-west-1", queue: "uploads" },
    },
    {
      name: "exported name, which the program may have written itself",
      resources: [site({}), { ...queue, inputs: { name: "uploads" } }],
      exports: { queue: "uploads" },
    },
    {
      name: "exported ARN of a resource outside, which one beneath refers to",
      resources: [
        site({}),
        { ...deployed, parent: "bucket" },
        { type: "aws:s3/bucket:Bucket", name: "bucket" },
        {
          type: "aws:lambda/eventSourceMapping:EventSourceMapping",
          name: "jobs",
          parent: "site",
          inputs: { eventSourceArn: ARN },
        },
      ],
      exports: { arn: ARN },
    },
    { name: "component of a package", resources: [{ ...site({}), type: "awsx:ec2:Vpc" }, queue, policy()] },
    {
      name: "component of a package that is configured",
      resources: [site({}), queue, policy()],
      options: { packages: ["acme"] },
    },
    {
      name: "component of a multi-language package",
      resources: [{ type: "pulumi:providers:acme", name: "default" }, site({}), queue, policy()],
    },
    {
      name: "resource beneath a resource, and no component",
      resources: [
        { ...queue, parent: "bucket" },
        { type: "aws:s3/bucket:Bucket", name: "bucket" },
      ],
      exports: { a: 1 },
    },
  ],
  violates: [
    {
      name: "no outputs, though a resource outside uses one of its own",
      resources: [site({}), queue, policy()],
      findings: used,
    },
    ...["arn", "id", "name"].map(
      (property): ViolatingStackRow => ({
        name: `exported ${property}, which was generated`,
        at: ["up", "state"],
        resources: [site({}), queue],
        exports: { value: output("uploads", property) },
        findings: exported,
      }),
    ),
    {
      name: "inner component without outputs, of which the outer one uses something",
      resources: [
        site({ url: unknown }),
        { type: "acme:web:Api", name: "api", component: true, parent: "site" },
        { ...queue, parent: "api" },
        policy("site"),
      ],
      findings: [
        { on: "api", text: `component "api" has no outputs, though "policy" outside of it uses "uploads".\n${FIX}` },
      ],
    },
  ],
});
