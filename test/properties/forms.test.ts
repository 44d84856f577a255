import assert from "node:assert/strict";
import fc from "fast-check";
import { executable, removeDirectory } from "../../tools/programs";
import { type Diagnostic, packDirectory } from "../support/pack-process";
import { writePack } from "../support/packs";
import { holds } from "./support/campaign";
import { LIBRARY } from "./support/forms";
import { allPolicies, Judge, STRICT, sorted } from "./support/judge";
import { withSecretOutputs } from "./support/markers";
import { generatedResources } from "./support/resources";
import { generatedStacks } from "./support/stacks";

describe("every form of the pack", () => {
  const written: string[] = [];
  let directory: Judge;
  let single: Judge;
  /** The policies in a pack of one's own, where the provider's notes are not sent. */
  let library: Judge;
  before(async () => {
    const start = async (source: string) => {
      const own = await writePack(source);
      written.push(own);
      return Judge.start(own);
    };
    directory = await Judge.start(packDirectory);
    single = await Judge.start(executable);
    library = await start(LIBRARY);
  });
  after(async () => {
    for (const { pack } of [directory, single, library]) await pack.stop();
    for (const own of written) await removeDirectory(own);
  });

  const configure = async (level: string) => {
    for (const { pack } of [directory, single, library]) await pack.configure(allPolicies(level, STRICT));
  };

  /**
   * Checks that others find what the directory form does.
   * @returns in how many findings all of them agree
   */
  async function agree(
    others: readonly Judge[],
    ask: (judge: Judge) => Promise<readonly Diagnostic[]>,
  ): Promise<number> {
    const expected = findingsIn(await ask(directory));
    for (const other of others) assert.deepEqual(sorted(findingsIn(await ask(other))), sorted(expected));
    return expected.length;
  }

  it("finds the same in generated resources", async () => {
    await configure("mandatory");
    let findings = 0;
    await holds(generatedResources, 80, async (resource) => {
      findings += await agree([single, library], (judge) => judge.resource(resource));
    });
    assert.ok(findings > 20, `only ${findings} findings`);
  });

  for (const level of ["mandatory", "advisory"]) {
    it(`finds the same in generated stacks, at the level ${level}`, async () => {
      await configure(level);
      let findings = 0;
      const stacks = fc.oneof(generatedStacks, generatedStacks.chain(withSecretOutputs));
      await holds(stacks, 40, async ({ resources, inputs }) => {
        findings += await agree([single], (judge) => judge.stack(resources, inputs));
        findings += await agree([library], (judge) => judge.stack(resources));
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
      for (const { pack } of [single, library]) assert.deepEqual(await pack.remediate(resource), expected);
    });
    assert.ok(repairs > 5, `only ${repairs} repairs`);
  });
});

/** Without what could not be checked: a pack of one's own is asked policy by policy, and says so for each of them. */
function findingsIn(found: readonly Diagnostic[]): readonly Diagnostic[] {
  return found.filter(({ message }) => !message.startsWith("Some code or settings could not be checked."));
}
