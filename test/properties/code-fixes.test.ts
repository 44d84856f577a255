import assert from "node:assert/strict";
import fc from "fast-check";
import type { WireResource } from "../support/pack-process";
import { assetArchive, stringAsset } from "../support/wire";
import { holds } from "./support/campaign";
import { fixedSource } from "./support/code-fixes";
import { allPolicies, Judge } from "./support/judge";
import { corpus, sources } from "./support/python";
import { handlers } from "./support/python-grammar";

const FUNCTION = "aws:lambda/function:Function";
const FILE = "app.py";

function lambda(source: string): WireResource {
  const code = assetArchive({ [FILE]: stringAsset(source) });
  const properties = { runtime: "python3.13", handler: "app.handler", code };
  return { type: FUNCTION, name: "f", urn: `urn:pulumi:dev::program::${FUNCTION}::f`, properties };
}

const CHAT = [
  "### Answer",
  "# ### Reasoning Trace",
  "**Final answer**",
  "```python",
  "```",
  "# Sure, here is the updated code:",
  "Here is the corrected handler:",
  "# I hope this helps",
  "# ... existing code ...",
];

/** Files with lines of a chat around and in them. */
const chatty = fc
  .tuple(
    fc.constantFrom(...corpus),
    fc.array(fc.tuple(fc.constantFrom(...CHAT), fc.nat(200)), { minLength: 1, maxLength: 8 }),
  )
  .map(([source, all]) =>
    all.reduce((lines, [line, at]) => lines.toSpliced(at, 0, line), source.split("\n")).join("\n"),
  );

/** What is checked for findings of a policy. */
const POLICIES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  "lambda-code-scaffolding": chatty,
  "lambda-handler-traceback": handlers,
  "lambda-handler-unused-imports": sources,
};

describe("doing what a finding in code says", () => {
  let judge: Judge;
  before(async () => {
    judge = await Judge.start();
  });
  after(() => judge.pack.stop());

  for (const [policy, generated] of Object.entries(POLICIES)) {
    it(`removes it, each of ${policy}`, async () => {
      await judge.pack.configure({ ...allPolicies("disabled"), [policy]: { level: "mandatory" } });
      const found = async (source: string) => (await judge.stack([lambda(source)])).map(({ message }) => message);
      let fixes = 0;
      await holds(generated, 100, async (text) => {
        const source = `${text.replaceAll(/\r\n?/g, "\n")}\n`;
        const before = await found(source);
        for (const message of before) {
          const fixed = fixedSource(source, message);
          if (fixed === undefined) continue;
          fixes++;
          const after = await found(fixed);
          // An earlier import of the same name may be unused in its turn. What is added or deleted elsewhere moves lines.
          const isThere = policy.endsWith("imports")
            ? after.includes(message)
            : times(after, message) >= times(before, message);
          assert.ok(!isThere, `still there: ${message}\n${source}\n---\n${fixed}`);
        }
      });
      assert.ok(fixes > 0, "no finding was put right");
    });
  }
});

/** How often a finding is made, wherever in the file. */
function times(all: readonly string[], message: string): number {
  const anywhere = (text: string) => text.replaceAll(/\d+/g, "0");
  return all.filter((one) => anywhere(one) === anywhere(message)).length;
}
