// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what the SDKs say of templates
import { resourceTable } from "../../support/resource-table";
import { stackTable } from "../../support/stack-table";
import { assetArchive, secret, stringAsset, unknown } from "../../support/wire";

const node =
  "Calling [toString] on an [Output<T>] is not supported.\n\nTo get the value of an Output<T> as an Output<string> consider either:\n1: o.apply(v => `prefix${v}suffix`)";
const json =
  "Calling [toJSON] on an [Output<T>] is not supported.\n\nTo get the value of an Output as a JSON value or JSON string consider either:";
const python =
  'Calling __str__ on an Output[T] is not supported.\n\nTo get the value of an Output[T] as an Output[str] consider:\n1. o.apply(lambda v: f"prefix{v}suffix")';

const says = (message: string) => `"${message.split(".")[0]}"`;
const made = (what: string, message: string) =>
  `${what} was made from an Output before its value was known, and contains ${says(message)} instead of the value.\n`;
const NODE_FIX = "Fix: write pulumi.interpolate`…` in place of `…`, or pulumi.concat(…) in place of +.";
const JSON_FIX = "Fix: call pulumi.jsonStringify(…) in place of JSON.stringify(…).";
const PYTHON_FIX =
  'Fix: call pulumi.Output.concat(…) or pulumi.Output.format("…{0}…", output) in place of f"…", % or +.';

resourceTable({
  policy: "resolved-outputs",
  type: "aws:iam/rolePolicy:RolePolicy",
  passes: [
    { name: "values and unknown ones", inputs: { role: unknown, policy: '{"Resource": "arn:aws:s3:::images/*"}' } },
    {
      name: "first sentence of the message alone, as a log filter has it",
      type: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
      inputs: { pattern: '"Calling [toString] on an [Output<T>] is not supported"' },
    },
    {
      name: "code that has Pulumi's SDK in it",
      type: "aws:lambda/function:Function",
      inputs: {
        role: "arn:aws:iam::123456789012:role/worker",
        code: assetArchive({ "index.js": stringAsset(`o.__pulumiOutput = true; message = \`${node}\`;`) }),
      },
    },
  ],
  violates: [
    {
      name: "JSON.stringify of an Output",
      inputs: { policy: JSON.stringify({ Resource: json }) },
      findings: [`policy: ${made("the text", json)}${JSON_FIX}`],
    },
    {
      name: "template in JSON",
      inputs: { policy: JSON.stringify({ Resource: `${node}/*` }) },
      findings: [
        `policy: ${made("the text", node)}${NODE_FIX.slice(0, -1)}, and pulumi.jsonStringify(…) in place of JSON.stringify(…).`,
      ],
    },
    {
      name: "JSON as an f-string",
      inputs: { policy: `{"Resource": "${python}"}` },
      findings: [
        `policy: ${made("the text", python)}Fix: call pulumi.Output.json_dumps({…}) with the Output in it, in place of JSON as an f-string or by json.dumps.`,
      ],
    },
    {
      name: "f-string in an environment, also a secret one",
      type: "aws:lambda/function:Function",
      inputs: {
        role: "arn:aws:iam::123456789012:role/worker",
        environment: { variables: { "IMAGES-URL": `s3://${python}/images`, TOKEN: secret(`Bearer ${python}`) } },
      },
      findings: [
        `environment.variables["IMAGES-URL"]: ${made("the text", python)}${PYTHON_FIX}`,
        `environment.variables.TOKEN: ${made("the text", python)}${PYTHON_FIX}`,
      ],
    },
    {
      name: "template in the text of a file of code",
      type: "aws:lambda/function:Function",
      inputs: {
        role: "arn:aws:iam::123456789012:role/worker",
        code: assetArchive({ src: assetArchive({ "index.js": stringAsset(`const bucket = "${node}";`) }) }),
      },
      findings: [`code: ${made('file "src/index.js"', node)}${NODE_FIX}`],
    },
  ],
});

stackTable({
  policy: "resolved-outputs",
  passes: [
    { name: "outputs with values", resources: [], exports: { url: "https://example.com", later: unknown } },
    {
      name: "output of a component that it was given, which is reported of the input",
      resources: [
        {
          type: "acme:web:Site",
          name: "site",
          component: true,
          inputs: { domain: node },
          outputs: { domain: node },
        },
      ],
    },
  ],
  violates: [
    {
      name: "outputs of the stack and of a component",
      resources: [{ type: "acme:web:Site", name: "site", component: true, outputs: { urls: [`https://${node}`] } }],
      exports: { url: `https://${python}/live` },
      findings: [
        { on: "stack", text: `url: ${made("the output", python)}${PYTHON_FIX}` },
        { on: "site", text: `urls[0]: ${made("the output", node)}${NODE_FIX}` },
      ],
    },
  ],
});
