import assert from "node:assert/strict";
import { mapOf } from "../../cli/map/map";
import { readState } from "../../cli/map/state";
import { policies } from "../../policies";
import type { WireResource } from "../support/pack-process";
import { assetArchive, stringAsset, unknown } from "../support/wire";
import { stateOf, resource as wired } from "../support/wiring-state";
import { growsLinearly, times } from "./support/growth";
import { allPolicies, Judge, STRICT } from "./support/judge";

type Properties = Record<string, unknown>;

const TABLE = "aws:dynamodb/table:Table";
const NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";
const FUNCTION = "aws:lambda/function:Function";
const LAYER = "aws:lambda/layerVersion:LayerVersion";
const QUEUE = "aws:sqs/queue:Queue";
const QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy";
const API = "aws:apigatewayv2/api:Api";
const STAGE = "aws:apigatewayv2/stage:Stage";
const ROUTE = "aws:apigatewayv2/route:Route";
const ALIAS = "aws:lambda/alias:Alias";
const URL = "aws:lambda/functionUrl:FunctionUrl";
const COMPONENT = "acme:index:Site";

const keyed = (count: number, make: (index: number) => unknown): Properties =>
  Object.fromEntries(times(count, (index) => [`key${index}`, make(index)]));
const code = (files: Record<string, string>) =>
  assetArchive(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, stringAsset(text)])));
const HANDLER = "def handler(event, context):\n    return event['path']\n";
const lambda = (inputs: Properties): Properties => ({
  runtime: "python3.12",
  handler: "app.handler",
  code: code({ "app.py": HANDLER }),
  ...inputs,
});
const index = (at: number) => ({ name: `index-${at}`, hashKey: `h${at}`, projectionType: "ALL", readCapacity: 5 });
const queueArn = (at: number) => `arn:aws:sqs:eu-west-1:123456789012:q${at}`;

/** Inputs with a list of some length, by what is in the list. */
const resources: Readonly<Record<string, readonly [type: string, inputs: (length: number) => Properties]>> = {
  attributes: [TABLE, (n) => ({ hashKey: "a", attributes: times(n, (at) => ({ name: `a${at}`, type: "S" })) })],
  "attributes of the same name": [TABLE, (n) => ({ hashKey: "a", attributes: times(n, () => ({ name: "a" })) })],
  "attributes of other properties": [
    TABLE,
    (n) => ({ attributes: times(n, (at) => ({ attributeName: `a${at}`, at })) }),
  ],
  "properties of an attribute": [TABLE, (n) => ({ attributes: [keyed(n, () => "x")] })],
  "global indexes": [TABLE, (n) => ({ billingMode: "PAY_PER_REQUEST", globalSecondaryIndexes: times(n, index) })],
  "local indexes": [TABLE, (n) => ({ hashKey: "a", rangeKey: "b", localSecondaryIndexes: times(n, index) })],
  "keys of an index": [
    TABLE,
    (n) => ({
      globalSecondaryIndexes: [{ keySchemas: times(n, (at) => ({ attributeName: `k${at}`, keyType: "HASH" })) }],
    }),
  ],
  queues: [
    NOTIFICATION,
    (n) => ({
      queues: times(n, (at) => ({ queueArn: queueArn(at), events: ["s3:ObjectCreated:*"], filterPrefix: `${at}/` })),
    }),
  ],
  events: [NOTIFICATION, (n) => ({ queues: [{ queueArn: queueArn(0), events: times(n, (at) => `s3:Object${at}`) }] })],
  tags: [QUEUE, (n) => ({ tags: keyed(n, () => "x"), tagsAll: keyed(n, () => "x") })],
  "tags in a list": [
    "aws:autoscaling/group:Group",
    (n) => ({ tags: times(n, (at) => ({ key: `k${at}`, value: "x" })) }),
  ],
  "separators in the tag of an exemption": [
    QUEUE,
    (n) => ({ tags: { "policy-exempt/required-tags": `a${" ,;".repeat(n * 4)}b` } }),
  ],
  "letters of a tag that nearly matches a pattern": [QUEUE, (n) => ({ tags: { Mail: "a".repeat(n * 50) } })],
  "an environment": [FUNCTION, (n) => lambda({ environment: { variables: keyed(n, () => "x") } })],
  layers: [FUNCTION, (n) => lambda({ layers: times(n, (at) => `arn:aws:lambda:eu-west-1:1:layer:l:${at}`) })],
  files: [
    FUNCTION,
    (n) =>
      lambda({
        code: code(
          Object.fromEntries(times(Math.ceil(n / 8), (at) => [`m${at}.py`, `from m${at + 1} import handler\n`])),
        ),
        handler: "m0.handler",
      }),
  ],
  "files with an import that is not used": [
    FUNCTION,
    (n) => lambda({ code: code(Object.fromEntries(times(n / 2, (at) => [`m${at}.py`, `import os, m${at + 1}\n`]))) }),
  ],
  "a handler's directories": [FUNCTION, (n) => lambda({ handler: `${"a/".repeat(n)}app.handler` })],
  runtimes: [LAYER, (n) => ({ compatibleRuntimes: times(n, (at) => `python3.${at}`) })],
};

const urnOf = (type: string, name: string) => `urn:pulumi:dev::program::${type}::${name}`;
const ROOT = urnOf("pulumi:pulumi:Stack", "stack");

/** @param madeFrom the resources of which each property was made, by type and name */
function resource(
  type: string,
  name: string,
  properties: Properties,
  madeFrom: Readonly<Record<string, readonly string[]>> = {},
  parent = ROOT,
): WireResource {
  return {
    type,
    name,
    urn: urnOf(type, name),
    properties,
    parent,
    dependencies: [...new Set(Object.values(madeFrom).flat())],
    propertyDependencies: madeFrom,
    ...(type !== COMPONENT && { provider: { type: "pulumi:providers:aws", properties: {} } }),
  };
}

const layer = (at: number) => resource(LAYER, `l${at}`, { arn: unknown, compatibleRuntimes: ["python3.8"] });
const queue = (at: number) => resource(QUEUE, `q${at}`, { arn: unknown, url: unknown, id: queueArn(at) });
const api = resource(API, "api", { id: "a1", protocolType: "HTTP" });
const ofApi = { apiId: [api.urn] };
const route = (at: number) => resource(ROUTE, `r${at}`, { apiId: "a1" }, ofApi);
const stage = (at: number) => resource(STAGE, `s${at}`, { apiId: "a1", autoDeploy: true }, ofApi);

/** Stacks of some size, by what they have many of. */
const stacks: Readonly<Record<string, (size: number) => readonly WireResource[]>> = {
  "functions with a layer each": (n) => [
    ...times(n, layer),
    ...times(n, (at) =>
      resource(FUNCTION, `f${at}`, lambda({ layers: [unknown] }), { layers: [urnOf(LAYER, `l${at}`)] }),
    ),
  ],
  "layers of one function": (n) => [
    ...times(n, layer),
    resource(FUNCTION, "f", lambda({ layers: times(n, () => unknown) }), {
      layers: times(n, (at) => urnOf(LAYER, `l${at}`)),
    }),
  ],
  "texts in which layers are named": (n) => [
    ...times(n, (at) => resource(LAYER, `l${at}`, { arn: `arn:${at}`, compatibleRuntimes: ["python3.8"] })),
    resource(FUNCTION, "f", lambda({ layers: times(n, (at) => `of arn:${at}`) }), {
      layers: times(n, (at) => urnOf(LAYER, `l${at}`)),
    }),
  ],
  "queues of one notification": (n) => [
    ...times(n, queue),
    ...times(n, (at) =>
      resource(QUEUE_POLICY, `p${at}`, { queueUrl: unknown, policy: unknown }, { queueUrl: [queue(at).urn] }),
    ),
    resource(
      NOTIFICATION,
      "n",
      { queues: times(n, () => ({ queueArn: unknown })) },
      { queues: times(n, (at) => queue(at).urn) },
    ),
  ],
  "notifications of one bucket": (n) => times(n, (at) => resource(NOTIFICATION, `n${at}`, { bucket: "b" })),
  "statements of a policy": (n) => [
    resource(QUEUE, "q", {
      arn: queueArn(0),
      policy: JSON.stringify({
        Statement: times(n, () => ({ Effect: "Allow", Principal: "*", Action: "sqs:*G*e*t*" })),
      }),
    }),
    resource(NOTIFICATION, "n", { queues: [{ queueArn: queueArn(0) }] }),
  ],
  "routes of an API": (n) => [api, ...times(n, route), ...times(5, stage)],
  "stages of an API": (n) => [api, ...times(20, route), ...times(n, stage)],
  "routes that depend on each other": (n) => [
    api,
    ...times(n, (at) =>
      resource(ROUTE, `r${at}`, { apiId: "a1" }, { ...ofApi, target: at === 0 ? [] : [route(at - 1).urn] }),
    ),
    ...times(5, stage),
  ],
  "functions behind an API": (n) => [
    api,
    ...times(n, (at) => resource(FUNCTION, `f${at}`, lambda({ arn: unknown }))),
    ...times(n, (at) =>
      resource(
        "aws:apigatewayv2/integration:Integration",
        `i${at}`,
        { apiId: "a1", integrationType: "AWS_PROXY", payloadFormatVersion: "2.0", integrationUri: unknown },
        { ...ofApi, integrationUri: [urnOf(FUNCTION, `f${at}`)] },
      ),
    ),
  ],
  "aliases of aliases": (n) => [
    resource(FUNCTION, "f", lambda({ name: "f" })),
    ...times(n, (at) =>
      resource(
        ALIAS,
        `a${at}`,
        { functionName: "f", functionVersion: unknown },
        { functionVersion: [at === 0 ? urnOf(FUNCTION, "f") : urnOf(ALIAS, `a${at - 1}`)] },
      ),
    ),
    resource(URL, "u", { functionName: "f", qualifier: unknown }, { qualifier: [urnOf(ALIAS, `a${n - 1}`)] }),
  ],
  "components in each other": (n) =>
    times(n, (at) => resource(COMPONENT, `c${at}`, {}, {}, at === 0 ? ROOT : urnOf(COMPONENT, `c${at - 1}`))),
  "resources beneath a component": (n) => [
    resource(COMPONENT, "c", {}),
    ...times(n, (at) => resource(QUEUE, `q${at}`, {}, {}, urnOf(COMPONENT, "c"))),
  ],
};

/** Python of some length, by what there is much of. */
const sources: Readonly<Record<string, (length: number) => string>> = {
  "undefined names": (n) =>
    `${times(n * 4, (at) => `name_${at} = 1\n`).join("")}${HANDLER}${times(n * 4, (at) => `    nome_${at}\n`).join("")}`,
  "names of one import": (n) => `from os import (${times(n, (at) => `n${at}, `).join("")})\n${HANDLER}`,
  imports: (n) => `${times(n, (at) => `import os.path as p${at}\n`).join("")}${HANDLER}`,
  "exception handlers": (n) =>
    `${HANDLER}${times(n, () => "    try:\n        f()\n    except Exception:\n        pass\n").join("")}`,
  "items of a with": (n) => `${HANDLER}    with ${times(n, (at) => `a as x${at}`).join(", ")}:\n        pass\n`,
  "reads in a line": (n) =>
    `def handler(event, context):\n    return [${times(n, () => "event['path']").join(", ")}]\n`,
  "calls of calls": (n) => `def handler(event, context):\n    return event${"()".repeat(n / 5)}\n`,
  "functions that call the next": (n) =>
    `${times(n, (at) => `def f${at}(e):\n    return f${at + 1}(e)\n`).join("")}def handler(event, context):\n    return f0(event)\n`,
  "cases of a match": (n) =>
    `def handler(event, context):\n    match event:\n${times(n, (at) => `        case {"path": x${at}}:\n            pass\n`).join("")}`,
  conditions: (n) =>
    `def handler(event, context):\n${times(n, () => "    if event.get('a'):\n        event['path']\n").join("")}`,
  "headings of a chat": (n) => `${"### Answer\n".repeat(n)}${HANDLER}`,
  "fences of a chat": (n) => `${"# ```\n# x\n".repeat(n)}${HANDLER}`,
  "opening brackets": (n) => `${"(".repeat(n)}\n${HANDLER}`,
  "characters in a line": (n) => `x = '${"😀".repeat(n * 20)}'; y = z\n${HANDLER}`,
  "lists that are twice in the next": (n) =>
    `${HANDLER}    a0 = [1]\n${times(n, (at) => `    a${at + 1} = [a${at}, a${at}]\n`).join("")}    a${n} == 1\n`,
  "lists in lists": (n) => `${HANDLER}    a = [1]\n${"    a = [a]\n".repeat(n)}`,
  "choices among choices": (n) =>
    `def f(e): pass\ndef g(e): pass\n${HANDLER}    x, y = f, g\n${"    x = x if u() else y\n    y = y if u() else x\n".repeat(n / 4)}    x(event)\n`,
  "arguments that are spread twice": (n) =>
    `${HANDLER}    a = [1, 2]\n    def f(*b): return b\n${"    a = f(*a, *a)\n".repeat(n)}`,
  "clauses of a try": (n) =>
    `${HANDLER}    try:\n        f()\n${times(n, (at) => `    except E${at}:\n        pass\n`).join("")}`,
  "attributes of attributes": (n) => `import lib, os\n${HANDLER}    lib${".a".repeat(n * 4)}\n`,
  "imports of all names, and names": (n) =>
    `${times(n, (at) => `from m${at} import *\n`).join("")}${HANDLER}${times(n, (at) => `    n${at}\n`).join("")}`,
  "uses of a name that is deleted": (n) => `${HANDLER}    del y\n${times(n * 2, () => "    undefined\n").join("")}`,
  "functions that use an undefined name": (n) =>
    times(n * 2, (at) => `def f${at}():\n    undefined\n    x = undefined\n`).join(""),
  "methods of a class": (n) =>
    `class A:\n${times(n, (at) => `    def m${at}(self): self.m${at + 1}()\n`).join("")}${HANDLER}    A().m0()\n`,
  loops: (n) => `${HANDLER}${times(n, (at) => `    a${at} = 1\n    for x in y: pass\n`).join("")}`,
  "definitions of one function": (n) =>
    `${"def f(e): pass\n".repeat(n * 4)}${HANDLER}${"    try: f(event)\n    except Exception: f(event)\n".repeat(n / 20)}`,
  "assignments to one name": (n) => `${HANDLER}    s = ''\n${"    s += 'line'\n".repeat(n * 4)}`,
  "blanks before the end of a comment": (n) => `${HANDLER}    blank = 'a${" ".repeat(n * 20)}a'\n`,
  "marks of linters in a line": (n) => `import os ${"# pylint: disable=".repeat(n)}\n${HANDLER}`,
  "keys of keys": (n) => `${HANDLER}    e = event['requestContext']\n${"    e = e['x']\n".repeat(n)}`,
  "words of a match": (n) => `${HANDLER}${"    match x\n".repeat(n)}`,
  "empty lines": (n) => `${"\r\n".repeat(n * 20)}${HANDLER}`,
};

/** JavaScript of some length, with a line for which it is parsed. */
const scripts: Readonly<Record<string, (length: number) => string>> = {
  "brackets of a script": (n) => "(".repeat(n * 10),
  "signs of a script": (n) => "*".repeat(n * 10),
  "fields of a script's text": (n) => "f'{`${".repeat(n),
  "comments of a script": (n) => `/*${" ".repeat(n * 20)}x*/\n`.repeat(3),
  "names that nothing in a script defines": (n) => times(n * 10, (at) => `nome_${at};\n`).join(""),
  "lines of a script": (n) => "const a = (b) => ({ ...b, c: [b] });\n".repeat(n),
};

/** What takes exponential time where a match goes back over what it has read. */
const EXPENSIVE = {
  tags: [{ name: "Mail", pattern: "^([a-z0-9]+[._-]?)+@example\\.com$" }, "Team"],
  exemptions: ["*a*a*a*a*a*a*c", "{a,ab,b,*}{a,ab,b,*}{a,ab,b,*}{a,ab,b,*}{a,ab,b,*}c", "?*?*?*?*c"].map(
    (resource) => ({
      resource,
      reason: "OPS-1",
    }),
  ),
  inCodeExemptions: true,
};

describe("time to check grows linearly with the number of", () => {
  let judge: Judge;
  before(async () => {
    judge = Judge.inThisProcess();
    await judge.pack.configure(allPolicies("mandatory", { ...STRICT, "required-tags": EXPENSIVE }));
    // What is loaded at the first request of a kind counts for none of them.
    await judge.stack(behindApis(HANDLER));
    await judge.resource(resource(FUNCTION, "warm", lambda({})));
  });

  for (const [what, [type, inputs]] of Object.entries(resources)) {
    it(what, () =>
      growsLinearly(400, async (size) => {
        await judge.resource(resource(type, "name", inputs(size)));
      }),
    );
  }
  it("letters of a name that nearly matches globs", () =>
    growsLinearly(10_000, async (size) => {
      await judge.resource(resource(QUEUE, `${"ab".repeat(size)}!`, {}));
    }));
  for (const [what, make] of Object.entries(stacks)) {
    it(what, () =>
      growsLinearly(250, async (size) => {
        await judge.stack([{ type: "pulumi:pulumi:Stack", name: "stack", urn: ROOT, properties: {} }, ...make(size)]);
      }),
    );
  }
  for (const [what, make] of Object.entries(sources)) {
    it(what, () =>
      growsLinearly(250, async (size) => {
        // A comment of its own, since the same code is read only once.
        const source = `${make(size)}# ${Math.random()}\n`;
        await judge.resource(resource(FUNCTION, "name", lambda({ code: code({ "app.py": source }) })));
        await judge.stack(behindApis(source));
      }),
    );
  }
});

describe("time to draw a map grows linearly with the number of", () => {
  const [redriving] = policies.filter(({ metadata }) => metadata.name === "sqs-dead-letter-queue");
  it("findings and resources", () =>
    growsLinearly(1_000, async (size) => {
      const redrivePolicy = JSON.stringify({ deadLetterTargetArn: "no", maxReceiveCount: 0 });
      const queues = times(size, (at) => wired(QUEUE, `q${at}`, { redrivePolicy }));
      const judging = { policies: [redriving ?? assert.fail()], programDirectory: "/", configuration: new Map() };
      const { findings } = await mapOf(readState("state", stateOf(queues)), judging);
      assert.ok(findings.length >= size);
    }));
});

describe("time to check scripts grows linearly with the number of", () => {
  let judge: Judge;
  before(async () => {
    judge = Judge.inThisProcess();
    await judge.pack.configure(allPolicies("mandatory", STRICT));
    await judge.stack([resource(FUNCTION, "warm", script("// ### Answer\n"))]);
  });

  for (const [what, make] of Object.entries(scripts)) {
    it(what, () =>
      growsLinearly(250, async (size) => {
        const source = `// ### Answer ${"#"}\n${make(size)}\n// ${Math.random()}\n`;
        const found = await judge.stack([resource(FUNCTION, "name", script(source))]);
        assert.ok(found.some(({ policy }) => policy === "lambda-code-scaffolding"));
      }),
    );
  }
});

const script = (source: string): Properties => lambda({ runtime: "nodejs22.x", code: code({ "app.js": source }) });

/** A function behind an API of each payload format. */
function behindApis(source: string): readonly WireResource[] {
  const shop = resource(FUNCTION, "f", lambda({ arn: unknown, code: code({ "app.py": source }) }));
  const integrations = ["1.0", "2.0"].map((payloadFormatVersion) =>
    resource(
      "aws:apigatewayv2/integration:Integration",
      `i${payloadFormatVersion}`,
      { apiId: "a1", integrationType: "AWS_PROXY", payloadFormatVersion, integrationUri: unknown },
      { ...ofApi, integrationUri: [shop.urn] },
    ),
  );
  return [api, shop, ...integrations];
}
