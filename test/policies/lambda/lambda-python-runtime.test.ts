import { specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { lambdaRuntimesSource } from "../../../aws/facts/lambda-runtimes";
import { today } from "../../../engine/config/days";
import { resourceTable } from "../../support/resource-table";
import { assetArchive, fileArchive, secret, stringAsset, unknown } from "../../support/wire";

/** The one part of the messages that changes with each update of the facts. */
const asOf = `(as of ${lambdaRuntimesSource.dated})`;

/** Words for a day in the past, or for one in the future. */
const by = (day: string, past: string, future: string) => `${day <= today() ? past : future} ${day}`;
const NEWEST = '"python3.14", or at least "python3.11" (supported until 2027-06-30)';

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
      name: "2.7, of which all days are past",
      inputs: { runtime: "python2.7" },
      findings: [
        'runtime: "python2.7" is older than python3.11 (option minimum); AWS has refused to create such functions since 2021-07-15 and ' +
          `has refused to update them since 2022-05-30 ${asOf}.\nFix: set runtime to ${NEWEST}.`,
      ],
    },
    {
      name: "3.7, which AWS no longer creates",
      inputs: { runtime: "python3.7" },
      findings: [
        'runtime: "python3.7" is older than python3.11 (option minimum); AWS has refused to create such functions since 2024-01-09 and ' +
          `${by("2027-03-03", "has refused to update them since", "will refuse to update them from")} ${asOf}.\n` +
          `Fix: set runtime to ${NEWEST}.`,
      ],
    },
    {
      name: "3.8, which is older by version and by text",
      inputs: { runtime: "python3.8" },
      findings: [
        'runtime: "python3.8" is older than python3.11 (option minimum); AWS ' +
          `${by("2027-02-01", "has refused to create such functions since", "will refuse to create such functions from")} and ` +
          `${by("2027-03-03", "has refused to update them since", "will refuse to update them from")}` +
          `${today() < "2027-02-01" ? "; its support ended on 2024-10-14" : ""} ${asOf}.\n` +
          `Fix: set runtime to ${NEWEST}.`,
      ],
    },
    {
      name: "version that is supported, and not allowed",
      inputs: { runtime: "python3.12" },
      options: { allowed: ["3.14"] },
      findings: [
        'runtime: "python3.12" is not python3.14 (option allowed); AWS ' +
          `${by("2028-11-30", "has refused to create such functions since", "will refuse to create such functions from")} and ` +
          `${by("2029-01-10", "has refused to update them since", "will refuse to update them from")}` +
          `${today() < "2028-11-30" ? `; its support ${by("2028-10-31", "ended on", "ends on")}` : ""} ${asOf}.\n` +
          'Fix: set runtime to "python3.14".',
      ],
    },
    {
      name: "version that AWS never had, older than a configured minimum",
      inputs: { runtime: "python3.5" },
      options: { minimum: "3.14" },
      findings: ['runtime: "python3.5" is older than python3.14 (option minimum).\nFix: set runtime to "python3.14".'],
    },
    {
      name: "a minimum whose support has ended",
      inputs: { runtime: "python3.5" },
      options: { minimum: "3.9" },
      findings: [
        'runtime: "python3.5" is older than python3.9 (option minimum).\n' +
          'Fix: set runtime to "python3.14", or at least "python3.9" (supported until 2025-12-15).',
      ],
    },
    {
      name: "a minimum with which AWS no longer creates functions",
      inputs: { runtime: "python3.5" },
      options: { minimum: "3.6" },
      findings: [
        'runtime: "python3.5" is older than python3.6 (option minimum).\n' +
          'Fix: set runtime to "python3.14", or at least "python3.8" (supported until 2024-10-14).',
      ],
    },
    {
      name: "a minimum of which AWS has a preview alone",
      inputs: { runtime: "python3.5" },
      options: { minimum: "3.15" },
      findings: ['runtime: "python3.5" is older than python3.15 (option minimum).\nFix: set runtime to "python3.15".'],
    },
    {
      name: "a minimum that AWS does not have",
      inputs: { runtime: "python3.5" },
      options: { minimum: "3.19" },
      findings: [
        `runtime: "python3.5" is older than python3.19 (option minimum).\nFix: change the options: no Python of AWS satisfies them ${asOf}.`,
      ],
    },
    {
      name: "version that is not allowed",
      inputs: { runtime: "python3.40" },
      options: { allowed: ["3.12", "3.14", "3.19"] },
      findings: [
        'runtime: "python3.40" is not python3.12, python3.14 or python3.19 (option allowed).\n' +
          'Fix: set runtime to "python3.14" or "python3.12".',
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
    {
      name: "runtime to the oldest version with which AWS creates functions",
      inputs: { runtime: "python2.7" },
      options: { minimum: "3.6" },
      repaired: { runtime: "python3.8" },
    },
    { name: "no runtime that is new enough", inputs: { runtime: "python3.12" }, repaired: undefined },
    {
      name: "nothing where AWS does not have the minimum",
      inputs: { runtime: "python3.8" },
      options: { minimum: "3.19" },
      repaired: undefined,
    },
    {
      name: "nothing where AWS does not have what is allowed",
      inputs: { runtime: "python3.8" },
      options: { allowed: ["3.19"] },
      repaired: undefined,
    },
  ],
});
