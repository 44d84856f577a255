import assert from "node:assert/strict";
import fc from "fast-check";
import { removeDirectory } from "../../tools/programs";
import { type Diagnostic, PackProcess, type WireResource } from "../support/pack-process";
import { load, writePack } from "../support/packs";
import { assetArchive, secret, stringAsset } from "../support/wire";
import { holds } from "./support/campaign";
import { allPolicies, Judge, STRICT } from "./support/judge";
import { MARKER, withPlain, withSecretOutputs, withSecrets } from "./support/markers";
import { samples, stacks } from "./support/samples";
import { generatedStacks } from "./support/stacks";

type Properties = Record<string, unknown>;

const credentials = (tags: Properties): Properties => ({
  accessKey: secret(`${MARKER}-key`),
  secretKey: `${MARKER}-plain`,
  token: JSON.stringify(`${MARKER}-token`),
  defaultTags: JSON.stringify({ tags }),
});

const resources: fc.Arbitrary<WireResource> = fc.nat(samples.length - 1).chain((index) => {
  const { type, inputs, provider } = samples[index] ?? assert.fail();
  const exempted = { ...inputs, tags: { "policy-exempt/required-tags": `${MARKER} is the reason`, Team: "x" } };
  return fc.tuple(withSecrets(inputs), withSecrets({ tags: exempted.tags }), fc.nat(9)).map(([own, tags, how]) => ({
    type,
    name: "name",
    urn: `urn:pulumi:dev::program::${type}::name`,
    // The reason of an exemption is there to be shown, unless it is secret.
    properties: withPlain(
      how === 0 ? { ...own, tags: secret(exempted.tags) } : { ...own, ...(how < 3 && withoutReason(tags)) },
    ),
    provider: {
      type: "pulumi:providers:aws",
      properties: how % 2 === 0 ? provider : credentials({ Team: `${MARKER}-team` }),
    },
  }));
});

function withoutReason(properties: Properties): Properties {
  const { tags } = properties;
  if (typeof tags !== "object" || tags === null || "value" in tags) return properties;
  return { tags: Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith("policy-exempt/"))) };
}

describe("secrets", () => {
  let judge: Judge;
  before(async () => {
    judge = await Judge.start();
  });
  after(() => judge.pack.stop());

  for (const level of ["mandatory", "advisory"]) {
    it(`of generated resources are in no message, at the level ${level}`, async () => {
      await judge.pack.configure(allPolicies(level, STRICT));
      await holds(resources, 300, async (resource) => assertHidden(await judge.resource(resource)));
    });
  }

  it("of generated stacks are in no message", async () => {
    await judge.pack.configure(allPolicies("mandatory", STRICT));
    await holds(generatedStacks.chain(withSecretOutputs), 150, async ({ resources, inputs }) =>
      assertHidden(await judge.stack(resources, inputs)),
    );
  });

  it("of every row's stack are in no message, each value of it by itself", async () => {
    await judge.pack.configure(allPolicies("mandatory", STRICT));
    const hidden = fc.constantFrom(...stacks).chain(withSecretOutputs);
    await holds(hidden, 150, async ({ resources, inputs }) => assertHidden(await judge.stack(resources, inputs)));
  });

  it("are in nothing that the pack has printed", () => assert.equal(judge.pack.printed.includes(MARKER), false));
});

/** A pack with the policies of this one and one of its own, which says what it was given. */
const OWN_PACK = `
const { PolicyPack } = require("@pulumi/policy");
const own = {
  name: "own",
  description: "own",
  validateResource: ({ props }, report) => report(JSON.stringify(props.tags)),
};
new PolicyPack("acme", { policies: [...${load("library")}.serverlessPolicies(), own] });
`;

describe("secrets in a pack that has other policies too", () => {
  let directory: string;
  let pack: PackProcess;
  before(async () => {
    directory = await writePack(OWN_PACK);
    pack = await PackProcess.start(directory);
    await pack.configure({ ...allPolicies("mandatory"), own: { level: "mandatory" } });
  });
  after(async () => {
    await pack.stop();
    await removeDirectory(directory);
  });

  it("are in no message of ours, and the others get them plain", async () => {
    const type = "aws:lambda/function:Function";
    const properties = { runtime: "python3.12", handler: secret(`${MARKER}.handler`), tags: secret({ Team: "media" }) };
    const urn = `urn:pulumi:dev::program::${type}::name`;
    const resource = { type, name: "name", urn, properties: { ...properties, code: CODE } };
    const found = [...(await pack.analyze(resource)), ...(await pack.analyzeStack([resource]))];
    assertHidden(found);
    assert.ok(found.some(({ message }) => message.includes("handler: [secret] is in [secret]")));
    assert.ok(found.some(({ message }) => message === 'own\n{"Team":"media"}'));
  });
});

const CODE = assetArchive({ "app.py": stringAsset("x = 1\n") });

function assertHidden(found: readonly Diagnostic[]): void {
  const shown = found.find(({ message }) => message.includes(MARKER));
  assert.equal(shown, undefined, shown?.message);
}
