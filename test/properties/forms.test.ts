import assert from "node:assert/strict";
import fc from "fast-check";
import { executable, removeDirectory } from "../../tools/programs";
import { type Diagnostic, packDirectory } from "../support/pack-process";
import { isSecret } from "../support/wire";
import { holds } from "./support/campaign";
import { allPolicies, Judge, STRICT, sorted } from "./support/judge";
import { withSecretOutputs } from "./support/markers";
import { LIBRARY, WITHOUT_SEAMS, writePack } from "./support/packs";
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

  /** Checks that others find what the directory form does. */
  async function agree(
    others: readonly Judge[],
    asked: unknown,
    ask: (judge: Judge) => Promise<readonly Diagnostic[]>,
  ): Promise<number> {
    const expected = await ask(directory);
    for (const other of others) {
      const found = await ask(other);
      const shown = other === withoutSeams && hasSecrets(asked) ? withoutMessages : sorted;
      assert.deepEqual(shown(found), shown(expected));
    }
    return expected.length;
  }

  it("finds the same in generated resources", async () => {
    await configure("mandatory");
    let findings = 0;
    await holds(generatedResources, 150, async (resource) => {
      findings += await agree([single, withoutSeams, library], resource, (judge) => judge.resource(resource));
    });
    assert.ok(findings > 100, `only ${findings} findings`);
  });

  for (const level of ["mandatory", "advisory"]) {
    it(`finds the same in generated stacks, at the level ${level}`, async () => {
      await configure(level);
      let findings = 0;
      const stacks = fc.oneof(generatedStacks, generatedStacks.chain(withSecretOutputs));
      await holds(stacks, 60, async ({ resources, inputs }) => {
        const asked = [...resources, ...inputs];
        findings += await agree([single, withoutSeams], asked, (judge) => judge.stack(resources, inputs));
        findings += await agree([library], resources, (judge) => judge.stack(resources));
      });
      assert.ok(findings > 100, `only ${findings} findings`);
    });
  }

  it("repairs the same", async () => {
    await configure("remediate");
    let repairs = 0;
    await holds(generatedResources, 150, async (resource) => {
      const expected = await directory.pack.remediate(resource);
      if (expected !== undefined) repairs++;
      for (const { pack } of [single, withoutSeams, library])
        assert.deepEqual(await pack.remediate(resource), expected);
    });
    assert.ok(repairs > 20, `only ${repairs} repairs`);
  });
});

function withoutMessages(found: readonly Diagnostic[]): readonly string[] {
  return sorted(found.map((diagnostic) => ({ ...diagnostic, message: "" })));
}

function hasSecrets(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isSecret(value) || Object.values(value).some(hasSecrets);
}
