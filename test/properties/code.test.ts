import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { removeDirectory, temporaryDirectory } from "../../tools/programs";
import { tar, zip } from "../code/support";
import type { Diagnostic, WireResource } from "../support/pack-process";
import { assetArchive, fileArchive, stringAsset, unknown } from "../support/wire";
import { holds } from "./support/campaign";
import { hostileValue } from "./support/hostile";
import { allPolicies, Judge, sorted } from "./support/judge";
import { assertFinding } from "./support/printed";
import { bytes, corpus, sources } from "./support/python";

const FUNCTION = "aws:lambda/function:Function";
const INTEGRATION = "aws:apigatewayv2/integration:Integration";
const API = "aws:apigatewayv2/api:Api";

/** Far more than any of these files takes, also on a busy machine. */
const MOST_SECONDS = 10;

const urnOf = (type: string, name: string) => `urn:pulumi:dev::program::${type}::${name}`;
const provider = { type: "pulumi:providers:aws", properties: {} };

function lambda(code: unknown, runtime = "python3.13"): WireResource {
  const properties = { runtime, handler: "handler.handler", arn: unknown, code };
  return { type: FUNCTION, name: "f", urn: urnOf(FUNCTION, "f"), properties, provider };
}

/** The function behind an HTTP API of each payload format. */
function behindApis(lambda: WireResource): readonly WireResource[] {
  const api = {
    type: API,
    name: "api",
    urn: urnOf(API, "api"),
    properties: { id: "a", protocolType: "HTTP" },
    provider,
  };
  const integrations = ["1.0", "2.0"].map((payloadFormatVersion) => ({
    type: INTEGRATION,
    name: payloadFormatVersion,
    urn: urnOf(INTEGRATION, payloadFormatVersion),
    properties: { apiId: "a", integrationType: "AWS_PROXY", payloadFormatVersion, integrationUri: unknown },
    propertyDependencies: { integrationUri: [lambda.urn] },
    dependencies: [lambda.urn],
    provider,
  }));
  return [api, lambda, ...integrations];
}

const runtimes = fc.constantFrom(
  "python3.8",
  "python3.9",
  "python3.11",
  "python3.12",
  "python3.14",
  "python3.99",
  "nodejs22.x",
);

describe("generated code", () => {
  let judge: Judge;
  let directory: string;
  let count = 0;
  before(async () => {
    [judge, directory] = [await Judge.start(), await temporaryDirectory()];
    await judge.pack.configure(
      allPolicies("mandatory", { "required-tags": { exemptions: [{ resource: "*", reason: "x" }] } }),
    );
  });
  after(async () => {
    await judge.pack.stop();
    await removeDirectory(directory);
  });

  async function judged(resource: WireResource): Promise<readonly Diagnostic[]> {
    const start = performance.now();
    const found = [...(await judge.resource(resource)), ...(await judge.stack(behindApis(resource)))];
    const seconds = (performance.now() - start) / 1000;
    assert.ok(seconds < MOST_SECONDS, `took ${seconds.toFixed(1)} s`);
    for (const { message } of found) assertFinding(message);
    return found;
  }

  async function file(name: string, content: Buffer): Promise<string> {
    const own = path.join(directory, String(count++));
    await mkdir(own);
    await writeFile(path.join(own, name), content);
    return own;
  }

  it("is checked without an error, and in time", () =>
    holds(fc.tuple(sources, sources, runtimes), 60, async ([source, other, runtime]) => {
      await judged(
        lambda(
          assetArchive({ "handler.py": stringAsset(`${source}\n`), "lib.py": stringAsset(`${other}\n`) }),
          runtime,
        ),
      );
    }));

  it("gets the same findings whatever its line ends", () =>
    holds(sources, 40, async (source) => {
      const found = async (text: string) =>
        sorted(await judged(lambda(assetArchive({ "handler.py": stringAsset(`${text}\n`) }))));
      const plain = source.replaceAll("\r", "");
      assert.deepEqual(await found(plain.replaceAll("\n", "\r\n")), await found(plain));
    }));

  it("in any encoding, or damaged, is checked without an error", () =>
    holds(fc.tuple(bytes, runtimes), 50, async ([content, runtime]) => {
      await judged(lambda(fileArchive(await file("handler.py", content)), runtime));
    }));

  it("in damaged archives is checked without an error", async () => {
    const entries = corpus
      .slice(0, 6)
      .map((content, at) => ({ name: at === 0 ? "handler.py" : `lib/m${at}.py`, content }));
    const packed = await zip(path.join(directory, "whole.zip"), entries);
    const { readFile } = await import("node:fs/promises");
    const unpacked = tar(entries.map(({ name, content }) => ({ path: name, content })));
    const whole = new Map([
      ["zip", await readFile(packed)],
      ["tar", unpacked],
      ["tar.gz", gzipSync(unpacked)],
    ]);
    const where = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const damage = fc.tuple(
      fc.constantFrom(...whole.keys()),
      fc.array(fc.tuple(where, fc.nat(255)), { maxLength: 6 }),
      fc.oneof(fc.constant(1), where),
    );
    await holds(damage, 60, async ([kind, flips, length]) => {
      const content = Buffer.from(whole.get(kind) ?? "");
      // The end of a zip archive, and the start of a tar, are what a reader looks at first.
      for (const [at, byte] of flips)
        content[Math.floor((kind === "zip" ? 1 - (1 - at) ** 2 : at ** 2) * content.length)] = byte;
      const own = await file(`code.${kind}`, content.subarray(0, Math.ceil(length * content.length)));
      await judged(lambda(fileArchive(path.join(own, `code.${kind}`))));
    });
  });

  it("given as something else is checked without an error", () =>
    holds(hostileValue, 120, async (code) => {
      await judged(lambda(code));
    }));
});
