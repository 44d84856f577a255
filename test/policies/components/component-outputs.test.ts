import { stackTable } from "../../support/stack-table";
import { unknown } from "../../support/wire";

const site = (outputs: Record<string, unknown>) => ({ type: "acme:web:Site", name: "site", component: true, outputs });
const queue = { type: "aws:sqs/queue:Queue", name: "uploads", parent: "site" };

stackTable({
  policy: "component-outputs",
  passes: [
    { name: "known outputs", resources: [site({ url: "https://example.com" }), queue] },
    { name: "outputs that are unknown", resources: [site({ url: unknown }), queue] },
    { name: "component without resources", resources: [site({})] },
    { name: "component of a package", resources: [{ ...site({}), type: "awsx:ec2:Vpc" }, queue] },
    {
      name: "component of a multi-language package",
      resources: [{ type: "pulumi:providers:acme", name: "default" }, site({}), queue],
    },
    {
      name: "no component, exports at the top",
      resources: [
        { ...queue, parent: "stack-like" },
        { type: "aws:s3/bucket:Bucket", name: "stack-like" },
      ],
      exports: { a: 1 },
    },
  ],
  violates: [
    {
      name: "no outputs, though the program exports values",
      resources: [site({}), queue],
      exports: { url: "https://example.com" },
      findings: [
        {
          on: "site",
          text:
            'component "site" registers no outputs, though it has resources such as "uploads".\n' +
            "Fix: call registerOutputs (self.register_outputs in Python) at the end of its constructor, with the values that its users need.",
        },
      ],
    },
    {
      name: "inner component without outputs",
      resources: [
        site({ url: unknown }),
        { type: "acme:web:Api", name: "api", component: true, parent: "site" },
        { ...queue, parent: "api" },
      ],
      findings: [
        {
          on: "api",
          text:
            'component "api" registers no outputs, though it has resources such as "uploads".\n' +
            "Fix: call registerOutputs (self.register_outputs in Python) at the end of its constructor, with the values that its users need.",
        },
      ],
    },
  ],
});
