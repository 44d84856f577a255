import { output } from "../../support/row-program";
import { type StackResource, stackTable } from "../../support/stack-table";
import { assetArchive, stringAsset } from "../../support/wire";

const lambda = (file: string, code: string, runtime: string): StackResource => ({
  type: "aws:lambda/function:Function",
  name: "desk",
  inputs: {
    runtime,
    handler: "app.handler",
    role: "arn:aws:iam::123456789012:role/desk",
    code: assetArchive({ [file]: stringAsset(code) }),
  },
});
const python = (...lines: string[]) =>
  lambda("app.py", `import json\n\ndef handler(event, context):\n    ${lines.join("\n    ")}\n`, "python3.13");
const node = (body: string) => lambda("app.mjs", `export const handler = async (event) => ${body};\n`, "nodejs22.x");
const rest: readonly StackResource[] = [
  { type: "aws:apigateway/restApi:RestApi", name: "loans", inputs: {} },
  {
    type: "aws:apigateway/integration:Integration",
    name: "get",
    inputs: {
      restApi: output("loans"),
      resourceId: output("loans", "rootResourceId"),
      httpMethod: "GET",
      integrationHttpMethod: "POST",
      type: "AWS_PROXY",
      uri: output("desk", "invokeArn"),
    },
  },
];
const http = (payloadFormatVersion: string): readonly StackResource[] => [
  { type: "aws:apigatewayv2/api:Api", name: "loans", inputs: { protocolType: "HTTP" } },
  {
    type: "aws:apigatewayv2/integration:Integration",
    name: "get",
    inputs: {
      apiId: output("loans"),
      integrationType: "AWS_PROXY",
      integrationUri: output("desk", "invokeArn"),
      payloadFormatVersion,
    },
  },
];
const finding = (text: string) => [{ on: "desk", text }];

stackTable({
  policy: "lambda-handler-http-answer",
  passes: [
    {
      name: "answers with a status, and such of which little is known",
      resources: [
        python(
          'if event["path"] == "/a": return {"statusCode": 200, "body": json.dumps([])}',
          'if event["path"] == "/b": return {"statusCode": 204}',
          'if event["path"] == "/c": return {}',
          'if event["path"] == "/d": return dict(**event["body"])',
          "return context.answer",
        ),
        ...rest,
      ],
    },
    {
      name: "answers to other events, which come by other ways",
      resources: [
        python(
          'if "Records" in event: return {"batchItemFailures": []}',
          'if event.get("source") == "warmup": return "warm"',
          'return {"statusCode": 200, "body": "lent"}',
        ),
        ...rest,
      ],
    },
    {
      name: "an answer under a key that no such event has, and what is made into one that is right",
      resources: [
        lambda(
          "app.py",
          'import json\nROUTES = {"one": lambda event: {"a": 1}, "/": lambda event: json.dumps({})}\ndef handler(event, context):\n    work = ROUTES.get(event.get("action"))\n    if work:\n        return work(event)\n    return {"statusCode": 200, "body": json.dumps(ROUTES[event["path"]](event))}\n',
          "python3.13",
        ),
        ...rest,
      ],
    },
    {
      name: "answers and bodies on conditions that look at what they are",
      resources: [
        lambda(
          "app.mjs",
          'const build = (body) => ({ statusCode: 200, body: typeof body === "string" ? body : JSON.stringify(body) });\nconst wrap = (answer) => (answer.hasOwnProperty("statusCode") ? answer : build(answer));\nexport const handler = async (event) => (event.path === "/" ? build({ a: 1 }) : wrap({ b: [] }));\n',
          "nodejs22.x",
        ),
        ...rest,
      ],
    },
    {
      name: "a middleware that writes the answer",
      resources: [
        lambda(
          "app.mjs",
          'import middy from "@middy/core";\nimport serialise from "@middy/http-response-serializer";\nexport const handler = middy(async () => ({ a: 1 })).use(serialise());\n',
          "nodejs22.x",
        ),
        ...rest,
      ],
    },
    { name: "payload format 2.0, which takes any answer", resources: [node('({ isbn: "1" })'), ...http("2.0")] },
  ],
  violates: [
    {
      name: "no status, behind a REST API",
      resources: [python('return {"isbn": event["path"]}'), ...rest],
      findings: finding(
        'app.py:4:5: this answer is not an object with statusCode, and integration "get" of REST API "loans" answers the caller with an error.\n' +
          'Fix: return {"statusCode": 200, "body": json.dumps(…)}.',
      ),
    },
    {
      name: "a text, behind format 1.0",
      resources: [node("JSON.stringify(event)"), ...http("1.0")],
      findings: finding(
        'app.mjs:1:41: this answer is not an object with statusCode, and integration "get" of HTTP API "loans" answers the caller with an error.\n' +
          "Fix: return { statusCode: 200, body: JSON.stringify(…) }.",
      ),
    },
    {
      name: "routes in a dictionary, of which one answers without a status",
      resources: [
        lambda(
          "app.py",
          'def get(event):\n    return {"statusCode": 200, "body": ""}\ndef put(event):\n    return {"put": 1}\nROUTES = {("GET", "/"): get, ("PUT", "/"): put}\ndef handler(event, context):\n    return ROUTES[(event["httpMethod"], event["path"])](event)\n',
          "python3.13",
        ),
        ...rest,
      ],
      findings: finding(
        'app.py:4:5: this answer is not an object with statusCode, and integration "get" of REST API "loans" answers the caller with an error.\n' +
          'Fix: return {"statusCode": 200, "body": json.dumps(…)}.',
      ),
    },
    {
      name: "an answer that branches make, behind a middleware that leaves it as it is",
      resources: [
        lambda(
          "app.mjs",
          'import middy from "@middy/core";\nimport cors from "@middy/http-cors";\nconst base = async ({ httpMethod }) => {\n  let answer = { statusCode: 405 };\n  if (httpMethod === "GET") answer = { statusCode: 200, body: [] };\n  return answer;\n};\nexport const handler = middy().use(cors()).handler(base);\n',
          "nodejs22.x",
        ),
        ...rest,
      ],
      findings: finding(
        'app.mjs:6:3: the body of this answer is not a string, and integration "get" of REST API "loans" answers the caller with an error.\n' +
          "Fix: give JSON.stringify(…) as body.",
      ),
    },
    {
      name: "a body that a case has chosen, and an object that is called",
      resources: [
        lambda(
          "app.py",
          'class Desk:\n    def __call__(self, event, context):\n        body = ""\n        match event["httpMethod"]:\n            case "GET":\n                body = {"lent": []}\n        return {"statusCode": 200, "body": body}\nhandler = Desk()\n',
          "python3.13",
        ),
        ...rest,
      ],
      findings: finding(
        'app.py:7:9: the body of this answer is not a string, and integration "get" of REST API "loans" answers the caller with an error.\n' +
          "Fix: give json.dumps(…) as body.",
      ),
    },
    {
      name: "a body that is no text",
      resources: [node('({ statusCode: 200, body: { isbn: "1" } })'), ...rest],
      findings: finding(
        'app.mjs:1:42: the body of this answer is not a string, and integration "get" of REST API "loans" answers the caller with an error.\n' +
          "Fix: give JSON.stringify(…) as body.",
      ),
    },
  ],
});
