import { codeTable } from "../../support/code-table";
import { resourceTable } from "../../support/resource-table";
import { assetArchive, secret, stringAsset, unknown } from "../../support/wire";

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
        'environment.variables["table-name"]: "table-name" is not a valid name of a variable: it needs at least two characters, a letter first, then letters, digits or _.\nFix: rename it.',
      ],
    },
    {
      name: "more than 4 KB, in characters of several bytes",
      inputs: variables({ AB: "é".repeat(2048) }),
      findings: [
        "environment.variables: the names and values have 4,098 bytes together, and AWS allows at most 4,096.\n" +
          "Fix: put large values into an aws.ssm.Parameter or a file of the code, and let the function read them there.",
      ],
    },
  ],
});

const lambda = (sources: Record<string, string>, inputs: object = {}) => ({
  runtime: "python3.13",
  handler: "app.handler",
  code: assetArchive(Object.fromEntries(Object.entries(sources).map(([file, text]) => [file, stringAsset(text)]))),
  ...inputs,
});
const python = (text: string, inputs: object = {}) => lambda({ "app.py": `import os\n${text}` }, inputs);
const node = (text: string, inputs: object = {}) =>
  lambda({ "index.mjs": text }, { runtime: "nodejs22.x", handler: "index.handler", ...inputs });
const HANDLER = "def handler(event, context):\n    return TABLE\n";
const READ = `TABLE = os.environ["TABLE"]\n${HANDLER}`;

codeTable({
  policy: "lambda-environment",
  passes: [
    {
      name: "a variable that only a method reads, of a class without bases",
      inputs: python(
        'class Tables:\n    def loans(self):\n        return os.environ["TABLE"]\n\ndef handler(event, context):\n    return 1\n',
      ),
    },
    { name: "a variable that is set", inputs: python(READ, { environment: { variables: { TABLE: unknown } } }) },
    { name: "a map of which nothing is known", inputs: python(READ, { environment: { variables: unknown } }) },
    { name: "a variable of Lambda", inputs: python(`TABLE = os.environ["AWS_REGION"]\n${HANDLER}`) },
    { name: "a fallback", inputs: python(`TABLE = os.environ.get("TABLE", "t")\n${HANDLER}`) },
    { name: "a variable that is not needed", inputs: python(`TABLE = os.environ.get("TABLE")\n${HANDLER}`) },
    {
      name: "an exception that is caught",
      inputs: python(`try:\n    TABLE = os.environ["TABLE"]\nexcept KeyError:\n    TABLE = "t"\n${HANDLER}`),
    },
    {
      name: "an exception that is raised as another one, which is caught",
      inputs: python(
        `def read():\n    try:\n        return os.environ["TABLE"]\n    except KeyError:\n        raise RuntimeError("TABLE")\ntry:\n    TABLE = read()\nexcept RuntimeError:\n    TABLE = "t"\n${HANDLER}`,
      ),
    },
    {
      name: "a read on a condition",
      inputs: python('def handler(event, context):\n    if event.get("x"):\n        return os.environ["TABLE"]\n'),
    },
    { name: "a variable that the code sets", inputs: python(`os.environ["TABLE"] = "t"\n${READ}`) },
    {
      name: "a variable that a test sets for a while",
      inputs: python(`from unittest import mock\nwith mock.patch.dict(os.environ, {"TABLE": "t"}):\n    ${READ}`),
    },
    {
      name: "one of several names, as the code finds out",
      inputs: python(
        'for name in ("A_TABLE", "B_TABLE"):\n    if name in os.environ:\n        TABLE = os.environ[name]\n        break\nfor name in ("C_TABLE", "D_TABLE"):\n    try:\n        TABLE = os.environ[name]\n        break\n    except KeyError:\n        continue\nOTHER = os.environ["PROD" if os.environ.get("STAGE") == "prod" else "DEV"]\ndef handler(event, context):\n    return OTHER\n',
      ),
    },
    {
      name: "a wrapper, which may set it",
      inputs: python(READ, { environment: { variables: { AWS_LAMBDA_EXEC_WRAPPER: "/opt/wrap" } } }),
    },
    {
      name: "undefined that nothing fails on",
      inputs: node("export const handler = async () => process.env.TABLE;\n"),
    },
    {
      name: "one of two variables, and an address that may have a host of its own",
      inputs: node(
        "const [a, b] = [process.env.HOST, process.env.URL];\nif (!a && !b) throw new Error();\nexport const handler = async ({ link }) => new URL(link, a ?? b);\n",
      ),
    },
  ],
  violates: [
    {
      name: "a variable that is not set",
      inputs: python(READ),
      findings: [
        'app.py:2:9: os.environ["TABLE"] raises KeyError: the function has no such variable.\n' +
          'Fix: add "TABLE" to environment.variables of the function.',
      ],
    },
    {
      name: "a variable under another name, read in the handler",
      inputs: python('def handler(event, context):\n    return os.environ["TABLE"]\n', {
        environment: { variables: { TABLES: "t" } },
      }),
      findings: [
        'app.py:3:12: os.environ["TABLE"] raises KeyError: the function has no such variable.\n' +
          'Fix: read "TABLES", which the function has, or add "TABLE" to environment.variables of the function.',
      ],
    },
    {
      name: "names that a loop asks for, a helper that is called often, and a field's factory",
      inputs: python(
        'from dataclasses import dataclass, field\nfor name in ["AWS_REGION", "A_TABLE"]:\n    if name not in os.environ:\n        raise RuntimeError(name)\ndef need(name):\n    return os.environ[name]\nALL = [need("AWS_REGION"), need("AWS_REGION"), need("AWS_REGION"), need("B_TABLE")]\n@dataclass\nclass Settings:\n    table: str = field(default_factory=lambda: os.environ["C_TABLE"])\nSETTINGS = Settings()\ndef handler(event, context):\n    return SETTINGS\n',
      ),
      findings: [
        'app.py:5:9: "A_TABLE" is None, and what the code does with it raises an exception: the function has no such variable.\n' +
          'Fix: add "A_TABLE" to environment.variables of the function.',
        'app.py:7:12: os.environ["B_TABLE"] raises KeyError: the function has no such variable.\n' +
          'Fix: add "B_TABLE" to environment.variables of the function.',
        'app.py:11:48: os.environ["C_TABLE"] raises KeyError: the function has no such variable.\n' +
          'Fix: add "C_TABLE" to environment.variables of the function.',
      ],
    },
    {
      name: "a variable that is None",
      inputs: python(`TABLE = os.getenv("TABLE").lower()\n${HANDLER}`),
      findings: [
        'app.py:2:9: "TABLE" is None, and what the code does with it raises an exception: the function has no such variable.\n' +
          'Fix: add "TABLE" to environment.variables of the function.',
      ],
    },
    {
      name: "several names at once, None in a sum and for boto3, and an exception that is raised as another one",
      inputs: python(
        'ALL = {name: os.environ[name] for name in ("AWS_REGION", "STAGE")}\nAPI = "https://" + os.getenv("HOST")\ntry:\n    TABLE = os.environ["TABLE"]\nexcept KeyError as error:\n    raise RuntimeError("no TABLE") from error\nimport boto3\ndef handler(event, context):\n    return boto3.client("ssm").get_parameter(Name=os.getenv("NAME"))\n',
      ),
      findings: [
        'app.py:2:14: os.environ["STAGE"] raises KeyError: the function has no such variable.\nFix: add "STAGE" to environment.variables of the function.',
        'app.py:3:7: "HOST" is None, and what the code does with it raises an exception: the function has no such variable.\nFix: add "HOST" to environment.variables of the function.',
        'app.py:5:13: os.environ["TABLE"] raises KeyError: the function has no such variable.\nFix: add "TABLE" to environment.variables of the function.',
        'app.py:10:12: "NAME" is None, and what the code does with it raises an exception: the function has no such variable.\nFix: add "NAME" to environment.variables of the function.',
      ],
    },
    {
      name: "a variable that the handler of a minified bundle needs",
      inputs: lambda(
        {
          "index.js":
            '"use strict";var i=Object.defineProperty;var l=Object.getOwnPropertyDescriptor;var m=Object.getOwnPropertyNames;var f=Object.prototype.hasOwnProperty;var u=(t,e)=>{for(var r in e)i(t,r,{get:e[r],enumerable:!0})},d=(t,e,r,s)=>{if(e&&typeof e=="object"||typeof e=="function")for(let n of m(e))!f.call(t,n)&&n!==r&&i(t,n,{get:()=>e[n],enumerable:!(s=l(e,n))||s.enumerable});return t};var v=t=>d(i({},"__esModule",{value:!0}),t);var h={};u(h,{handler:()=>a});module.exports=v(h);\nvar a=async()=>process.env.TABLES.split(",");0&&(module.exports={handler});\n',
        },
        { runtime: "nodejs22.x", handler: "index.handler" },
      ),
      findings: [
        'index.js:2:16: "TABLES" is undefined, and what the code does with it raises an exception: the function has no such variable.\nFix: add "TABLES" to environment.variables of the function.',
      ],
    },
    {
      name: "variables that the code asks for itself, and that a call of AWS for each record needs",
      inputs: node(
        'import { DynamoDB } from "@aws-sdk/client-dynamodb";\nconst required = (name) => {\n  const value = process.env[name];\n  if (value === void 0 || value === "") throw new Error(name);\n  return value;\n};\nconst stage = required("STAGE");\nexport const handler = async (event) => { for (const record of event.Records) new DynamoDB().scan({ TableName: process.env.TABLE }); };\n',
      ),
      findings: [
        'index.mjs:4:41: "STAGE" is undefined, and what the code does with it raises an exception: the function has no such variable.\n' +
          'Fix: add "STAGE" to environment.variables of the function.',
        'index.mjs:8:79: "TABLE" is undefined, and what the code does with it raises an exception: the function has no such variable.\n' +
          'Fix: add "TABLE" to environment.variables of the function.',
      ],
    },
    {
      name: "a variable that Node.js code needs",
      inputs: node("const base = new URL(process.env.API);\nexport const handler = async () => fetch(base);\n"),
      findings: [
        'index.mjs:1:14: "API" is undefined, and what the code does with it raises an exception: the function has no such variable.\n' +
          'Fix: add "API" to environment.variables of the function.',
      ],
    },
  ],
});
