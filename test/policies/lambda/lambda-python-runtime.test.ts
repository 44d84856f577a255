import { specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { lambdaRuntimesSource } from "../../../aws/facts/lambda-runtimes";
import { resourceTable } from "../../support/resource-table";
import { assetArchive, fileArchive, secret, stringAsset, unknown } from "../../support/wire";

/** The one part of the messages that changes with each update of the facts. */
const asOf = `(as of ${lambdaRuntimesSource.dated})`;

resourceTable({
  policy: "lambda-python-runtime",
  type: "aws:lambda/function:Function",
  passes: [
    { name: "the default minimum", inputs: { runtime: "python3.11" } },
    { name: "a newer version", inputs: { runtime: "python3.13" } },
    { name: "a version that AWS does not have yet", inputs: { runtime: "python3.27" } },
    { name: "another language", inputs: { runtime: "nodejs12.x" } },
    { name: "an operating system only", inputs: { runtime: "provided.al2" } },
    { name: "a container image", inputs: { packageType: "Image", imageUri: "repo/image:1" } },
    { name: "unknown runtime", inputs: { runtime: unknown } },
    { name: "runtime that is no identifier", inputs: { runtime: "python" } },
    { name: "runtime of a wrong type", inputs: { runtime: ["python3.8"] } },
    { name: "at a lower minimum", inputs: { runtime: "python3.9" }, options: { minimum: "3.9" } },
    { name: "an allowed version", inputs: { runtime: "python3.12" }, options: { allowed: ["3.12", "3.13"] } },
  ],
  violates: [
    {
      name: "3.8, which is older by version and by text",
      inputs: { runtime: "python3.8" },
      findings: [
        `runtime: "python3.8" is older than python3.11 (option minimum); AWS ends its support on 2024-10-14 and updates of such functions on 2027-03-03 ${asOf}.\n` +
          'Fix: set runtime to "python3.11".',
      ],
    },
    {
      name: "2.7",
      inputs: { runtime: "python2.7" },
      findings: [
        `runtime: "python2.7" is older than python3.11 (option minimum); AWS ends its support on 2021-07-15 and updates of such functions on 2022-05-30 ${asOf}.\n` +
          'Fix: set runtime to "python3.11".',
      ],
    },
    {
      name: "version that AWS never had, older than a configured minimum",
      inputs: { runtime: "python3.5" },
      options: { minimum: "3.12" },
      findings: ['runtime: "python3.5" is older than python3.12 (option minimum).\nFix: set runtime to "python3.12".'],
    },
    {
      name: "version that is not allowed",
      inputs: { runtime: "python3.40" },
      options: { allowed: ["3.13", "3.12"] },
      findings: [
        'runtime: "python3.40" is not python3.13 or python3.12 (option allowed).\nFix: set runtime to "python3.12".',
      ],
    },
    {
      name: "options that let nothing pass",
      inputs: { runtime: "python3.40" },
      options: { minimum: "3.13", allowed: ["3.12"] },
      findings: [
        'runtime: "python3.40" is not python3.12 (option allowed).\n' +
          "Fix: configure an allowed version that is not below minimum.",
      ],
    },
  ],
  repairs: [
    {
      name: "runtime, and keeps code, secrets and unknown values",
      inputs: {
        runtime: "python3.8",
        handler: "app.handler",
        role: unknown,
        code: assetArchive({
          "app.py": stringAsset("def handler(event, context): pass"),
          vendor: fileArchive("./vendor"),
          nested: assetArchive({ "a.txt": stringAsset("a"), "empty.txt": stringAsset("") }),
        }),
        environment: { variables: { TOKEN: secret("s3cr3t"), URL: unknown } },
      },
      repaired: {
        runtime: "python3.11",
        handler: "app.handler",
        role: unknown,
        code: assetArchive({
          "app.py": stringAsset("def handler(event, context): pass"),
          vendor: fileArchive("./vendor"),
          nested: assetArchive({ "a.txt": stringAsset("a"), "empty.txt": stringAsset("") }),
        }),
        environment: { variables: { TOKEN: secret("s3cr3t"), URL: unknown } },
      },
    },
    {
      name: "runtime, and keeps a value of a form that the pack does not know",
      inputs: { runtime: "python3.8", handler: { [specialSigKey]: "0123", value: 1 } },
      repaired: { runtime: "python3.11", handler: { [specialSigKey]: "0123", value: 1 } },
    },
    {
      name: "runtime to the oldest allowed version",
      inputs: { runtime: "python3.8", code: fileArchive("./app") },
      options: { allowed: ["3.13", "3.12"] },
      repaired: { runtime: "python3.12", code: fileArchive("./app") },
    },
    { name: "no runtime that is new enough", inputs: { runtime: "python3.12" }, repaired: undefined },
    {
      name: "nothing where the options let nothing pass",
      inputs: { runtime: "python3.8" },
      options: { minimum: "3.13", allowed: ["3.12"] },
      repaired: undefined,
    },
  ],
});
