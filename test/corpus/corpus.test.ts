import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { specialAssetSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { policies } from "../../policies";
import { type Diagnostic, PackProcess, type WireResource } from "../support/pack-process";
import { assetArchive, unknown } from "../support/wire";
import { misses, type Verdict, verdicts } from "./verdicts";

const directory = path.join(__dirname, "python");

/** The column of the verdicts for each policy. */
const columns = {
  "lambda-handler-traceback": "traceback",
  "lambda-handler-unused-imports": "unusedImports",
  "lambda-code-scaffolding": "scaffolding",
  "lambda-handler-loads": "loads",
} as const satisfies Record<string, keyof Verdict>;

const NOT_PARSED = 'Not checked: a part of the code of "lambda", because "handler.py" cannot be parsed as a whole.';

describe("corpus of Python handlers", () => {
  let pack: PackProcess;
  before(async () => {
    pack = await PackProcess.start();
    const judging = [...Object.keys(columns), "lambda-handler-http-event"];
    const levels = policies.map(({ metadata: { name } }) => {
      return [name, { level: judging.includes(name) ? "mandatory" : "disabled" }] as const;
    });
    await pack.configure(Object.fromEntries(levels));
  });
  after(() => pack.stop());

  it("has a verdict on each file, and at least 40", () => {
    assert.deepEqual(
      verdicts.map(({ file }) => file),
      readdirSync(directory).sort(),
    );
    assert.ok(verdicts.length >= 40);
  });

  for (const verdict of verdicts) {
    it(`checks ${verdict.file}`, async () => {
      const told = await pack.analyzeStack([lambdaOf(verdict)]);
      const found = told.filter(({ level }) => level === "mandatory");
      const notChecked = verdict.unparsed ? [NOT_PARSED] : [];
      assert.deepEqual(
        told.filter((diagnostic) => !found.includes(diagnostic)).map(({ message }) => message.split("\n")[1]),
        notChecked,
      );
      for (const [policy, column] of Object.entries(columns)) {
        const lines = linesOf(found.filter((diagnostic) => diagnostic.policy === policy));
        assert.deepEqual(lines, expected(verdict, column), policy);
      }
      for (const [format, column] of [
        ["1.0", "http1"],
        ["2.0", "http2"],
      ] as const) {
        const all = await pack.analyzeStack(stackOf(verdict, format));
        const own = all.filter(({ policy, level }) => policy === "lambda-handler-http-event" && level === "mandatory");
        assert.deepEqual(linesOf(own), expected(verdict, column), format);
      }
    });
  }
});

/** What the pack is known to say: the verdict, save for what it is known to miss. False alarms there are none. */
function expected(verdict: Verdict, column: keyof typeof misses | "http1" | "http2"): readonly number[] {
  const missed: readonly string[] = column in misses ? misses[column as keyof typeof misses] : [];
  return missed.includes(verdict.file) ? [] : (verdict[column] ?? []);
}

function linesOf(found: readonly Diagnostic[]): readonly number[] {
  return found.map(({ message }) => {
    const [, place = ""] = message.split("\n");
    const line = /^handler\.py:(\d+):\d+: /.exec(place)?.[1];
    assert.ok(line !== undefined || place.startsWith("handler: "), message);
    return Number(line ?? 0);
  });
}

const TYPE = "aws:lambda/function:Function";

function lambdaOf({ file, runtime = "python3.13" }: Verdict): WireResource {
  const asset = { [specialSigKey]: specialAssetSig, path: path.join(directory, file) };
  return resource(file, TYPE, "lambda", {
    runtime,
    handler: "handler.handler",
    code: assetArchive({ "handler.py": asset }),
  });
}

/** The function behind an HTTP API. */
function stackOf(verdict: Verdict, payloadFormatVersion: string): readonly WireResource[] {
  const { file } = verdict;
  const lambda = lambdaOf(verdict);
  const api = resource(file, "aws:apigatewayv2/api:Api", "api", { protocolType: "HTTP", id: unknown });
  const integration = resource(file, "aws:apigatewayv2/integration:Integration", "integration", {
    ...{ apiId: unknown, integrationType: "AWS_PROXY", integrationUri: unknown, payloadFormatVersion },
  });
  const dependencies = [lambda.urn, api.urn];
  const propertyDependencies = { apiId: [api.urn], integrationUri: [lambda.urn] };
  return [api, lambda, { ...integration, dependencies, propertyDependencies }];
}

function resource(file: string, type: string, name: string, properties: Record<string, unknown>): WireResource {
  const provider = { type: "pulumi:providers:aws", properties: {} };
  return { type, name, urn: `urn:pulumi:test::${file}::${type}::${name}`, properties, provider };
}
