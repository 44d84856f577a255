import assert from "node:assert/strict";
import { codeOf } from "../../code/code-of";
import { factsOf } from "../../code/facts";
import { CodeJudge, prepareCode } from "../../code/judged-code";
import { TOO_MUCH } from "../../code/unjudged";
import { Budget, BudgetSpent, step } from "../../kit/budget";
import type { Report } from "../../kit/finding";
import { assetArchive, stringAsset } from "../support/wire";
import { lambda } from "./support";

const HANDLER = "def handler(event, context):\n    return event\n";

/** A function whose code no other test has. */
function functionOf(text: string) {
  const code = assetArchive({ "app.py": stringAsset(text) });
  return lambda({ runtime: "python3.12", handler: "app.handler", code });
}

async function read(owner: ReturnType<typeof functionOf>) {
  const code = await codeOf(owner);
  if (code.state !== "read") throw new Error(code.reason);
  return code;
}

/** How many steps are left to check a function, and what is said where there are none. */
async function left(owner: ReturnType<typeof functionOf>): Promise<{ steps: number; notes: readonly string[] }> {
  const notes: string[] = [];
  const report = Object.assign(() => {}, { notChecked: ({ reason }: { reason: string }) => notes.push(reason) });
  const judge = new CodeJudge({}, report as unknown as Report);
  const code = await read(owner);
  let steps = 0;
  judge.whole(owner, code, () => {
    for (;;) {
      step();
      steps++;
    }
  });
  return { steps, notes };
}

describe("code that is prepared", () => {
  it("needs no more work", async () => {
    const owner = functionOf(`${HANDLER}# prepared\n`);
    const code = await read(owner);
    const facts = () => new Budget(0).run(() => factsOf(owner, code));
    assert.throws(facts, BudgetSpent);
    await prepareCode(owner, {});
    assert.deepEqual(
      facts()?.modules.map(({ path }) => path),
      ["app.py"],
    );
  });

  it("counts what that took, so that verdicts do not depend on it", async () => {
    const whole = (await left(functionOf(`${HANDLER}# never\n`))).steps;
    const owner = functionOf(`${HANDLER}# again\n`);
    await prepareCode(owner, {});
    const { steps, notes } = await left(owner);
    assert.ok(steps < whole, `${steps} of ${whole}`);
    assert.deepEqual(notes, [`it ${TOO_MUCH}`]);
  });
});
