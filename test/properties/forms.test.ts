import assert from "node:assert/strict";
import fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { decoder } from "../../kit/sdk";
import { executable, removeDirectory } from "../../tools/programs";
import { type Diagnostic, packDirectory, type WireResource } from "../support/pack-process";
import { writePack } from "../support/packs";
import { isSecret } from "../support/wire";
import { holds } from "./support/campaign";
import { LIBRARY, WITHOUT_SEAMS } from "./support/forms";
import { allPolicies, Judge, STRICT, sorted } from "./support/judge";
import { withSecretOutputs } from "./support/markers";
import { generatedResources } from "./support/resources";
import { generatedStacks } from "./support/stacks";

describe("every form of the pack", () => {
  const written: string[] = [];
  let directory: Judge;
  let single: Judge;
  /** The SDK without what the pack does for speed. It takes the marks of secrets off, so that messages show them. */
  let withoutSeams: Judge;
  /** The policies in a pack of somebody else, which are not told what the program has set. */
  let library: Judge;
  before(async () => {
    const start = async (source: string) => {
      const own = await writePack(source);
      written.push(own);
      return Judge.start(own);
    };
    directory = await Judge.start(packDirectory);
    single = await Judge.start(executable);
    withoutSeams = await start(WITHOUT_SEAMS);
    library = await start(LIBRARY);
  });
  after(async () => {
    for (const { pack } of [directory, single, withoutSeams, library]) await pack.stop();
    for (const own of written) await removeDirectory(own);
  });

  const configure = async (level: string) => {
    for (const { pack } of [directory, single, withoutSeams, library]) await pack.configure(allPolicies(level, STRICT));
  };

  /** Those of other forms that can be asked: where the SDK alone decodes, it throws on some values, and ends the process on others. */
  const askable = (others: readonly Judge[], asked: readonly WireResource[]) =>
    others.filter((other) => other !== withoutSeams || asked.every(sdkDecodes));

  /**
   * Checks that others find what the directory form does.
   * @returns in how many findings all of them agree
   */
  async function agree(
    others: readonly Judge[],
    asked: readonly WireResource[],
    ask: (judge: Judge) => Promise<readonly Diagnostic[]>,
  ): Promise<number> {
    const [expected, asking] = [await ask(directory), askable(others, asked)];
    for (const other of asking) {
      const shown = other === withoutSeams && hasSecrets(asked) ? withoutMessages : sorted;
      assert.deepEqual(shown(await ask(other)), shown(expected));
    }
    return asking.length === others.length ? expected.length : 0;
  }

  it("finds the same in generated resources", async () => {
    await configure("mandatory");
    let findings = 0;
    await holds(generatedResources, 80, async (resource) => {
      findings += await agree([single, withoutSeams, library], [resource], (judge) => judge.resource(resource));
    });
    assert.ok(findings > 20, `only ${findings} findings`);
  });

  for (const level of ["mandatory", "advisory"]) {
    it(`finds the same in generated stacks, at the level ${level}`, async () => {
      await configure(level);
      let findings = 0;
      const stacks = fc.oneof(generatedStacks, generatedStacks.chain(withSecretOutputs));
      await holds(stacks, 40, async ({ resources, inputs }) => {
        const asked = [...resources, ...inputs];
        findings += await agree([single, withoutSeams], asked, (judge) => judge.stack(resources, inputs));
        findings += await agree([library], resources, (judge) => judge.stack(resources));
      });
      assert.ok(findings > 20, `only ${findings} findings`);
    });
  }

  it("repairs the same", async () => {
    await configure("remediate");
    let repairs = 0;
    await holds(generatedResources, 80, async (resource) => {
      const expected = await directory.pack.remediate(resource);
      if (expected !== undefined) repairs++;
      for (const { pack } of askable([single, withoutSeams, library], [resource]))
        assert.deepEqual(await pack.remediate(resource), expected);
    });
    assert.ok(repairs > 5, `only ${repairs} repairs`);
  });
});

function sdkDecodes({ properties, provider }: WireResource): boolean {
  try {
    for (const each of [properties, provider?.properties ?? {}])
      decoder.deserializeProperties(Struct.fromJavaScript(each as never), true);
    return true;
  } catch {
    return false;
  }
}

function withoutMessages(found: readonly Diagnostic[]): readonly string[] {
  return sorted(found.map((diagnostic) => ({ ...diagnostic, message: "" })));
}

function hasSecrets(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isSecret(value) || Object.values(value).some(hasSecrets);
}
