import { resourceTable } from "../../support/resource-table";
import { secret, unknown } from "../../support/wire";

const variables = (variables: unknown) => ({ runtime: "python3.13", environment: { variables } });
const LAMBDAS_OWN = (name: string) =>
  `environment.variables.${name}: "${name}" is a variable that Lambda sets itself, and AWS refuses a function that sets it.\n` +
  "Fix: delete it and let the code read what Lambda sets, or give the value another name.";

resourceTable({
  policy: "lambda-environment",
  type: "aws:lambda/function:Function",
  passes: [
    { name: "names of its own", inputs: variables({ REGION: "eu-west-1", TZ: "Europe/Rome", PYTHONPATH: "/opt" }) },
    { name: "no variables", inputs: { runtime: "python3.13" } },
    { name: "unknown variables", inputs: variables(unknown) },
    { name: "4,096 bytes", inputs: variables({ AB: "x".repeat(4094) }) },
    { name: "a value that is known later", inputs: variables({ AB: unknown, CD: "x".repeat(4000) }) },
  ],
  violates: [
    {
      name: "a reserved name",
      inputs: variables({ TABLE: "t", AWS_REGION: "eu-west-1" }),
      findings: [LAMBDAS_OWN("AWS_REGION")],
    },
    {
      name: "reserved names with unknown and secret values",
      inputs: variables({ AWS_ACCESS_KEY_ID: unknown, AWS_SECRET_ACCESS_KEY: secret("s3cr3t-value") }),
      findings: [LAMBDAS_OWN("AWS_ACCESS_KEY_ID"), LAMBDAS_OWN("AWS_SECRET_ACCESS_KEY")],
    },
    {
      name: "a name that AWS does not take",
      inputs: variables({ "table-name": "t" }),
      findings: [
        'environment.variables["table-name"]: "table-name" is no name that AWS takes for a variable: it has to be a letter, and then letters, digits and _, at least one.\nFix: rename it.',
      ],
    },
    {
      name: "more than 4 KB, in characters of several bytes",
      inputs: variables({ AB: "é".repeat(2048) }),
      findings: [
        "environment.variables: the names and values have 4,098 bytes together, and AWS takes at most 4,096.\n" +
          "Fix: put large values into an aws.ssm.Parameter or a file of the code, and let the function read them there.",
      ],
    },
  ],
});
