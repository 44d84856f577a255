import assert from "node:assert/strict";
import { type Goal, judge } from "../../bench/goals";
import type { Sample } from "../../bench/measure/rounds";
import { type Row, rowsOf } from "../../bench/results";

const at = { measure: "analyze", size: 1000 } as const;
const goal: Goal = {
  name: "half",
  quantity: "seconds",
  of: at,
  to: { ...at, variant: "empty" },
  atMost: 0.5,
};

/** Rows of the two variants; each pair is a round. */
function rows(pairs: readonly (readonly [number, number])[], disturbance = 0, memory = 100): readonly Row[] {
  const sample = (seconds: number): Sample => ({ seconds, peakMb: seconds * memory, disturbance });
  return rowsOf(
    at,
    ["executable", "empty"],
    pairs.map((pair) => pair.map(sample)),
  );
}

const verdict = (all: readonly Row[], of = goal) => judge({ rows: all }, "executable", [of])[0];

describe("a goal", () => {
  it("is met up to its limit", () => {
    assert.deepEqual(
      verdict(
        rows([
          [1, 2],
          [1, 2],
          [1, 2],
        ]),
      ),
      { goal, ratio: 0.5, met: true, noisy: false },
    );
    assert.deepEqual(
      verdict(
        rows([
          [1.02, 2],
          [1.02, 2],
          [1.02, 2],
        ]),
      ),
      { goal, ratio: 0.51, met: false, noisy: false },
    );
  });

  it("is the median of the ratios round by round, not the ratio of medians", () => {
    const judged = verdict(
      rows([
        [1, 2],
        [3, 10],
        [1.2, 2],
      ]),
    );
    assert.equal(judged?.ratio, 0.5);
  });

  it("is about what it names", () => {
    const memory = verdict(rows([[1, 4]]), { ...goal, quantity: "peakMb" });
    assert.equal(memory?.ratio, 0.25);
    assert.equal(verdict(rows([[1, 4]]), { ...goal, quantity: "cpuSeconds" })?.ratio, undefined);
  });

  it("is not met where it was not measured", () => {
    assert.deepEqual(verdict([]), { goal, met: false, noisy: false });
    assert.deepEqual(verdict(rows([[1, 2]]).slice(0, 1)), { goal, met: false, noisy: false });
    const elsewhere = { ...goal, of: { ...goal.of, size: 100 } };
    assert.deepEqual(verdict(rows([[1, 2]]), elsewhere), { goal: elsewhere, met: false, noisy: false });
  });

  it("is noisy where the machine was disturbed, a row is spread or its ratios are", () => {
    assert.equal(verdict(rows([[1, 2]], 0.06))?.noisy, true);
    assert.equal(verdict(rows([[1, 2]], 0.06), { ...goal, quantity: "peakMb" })?.noisy, false, "of memory");
    assert.equal(verdict(rows([[1, 2]], 0.05))?.noisy, false);
    assert.equal(
      verdict(
        rows([
          [1, 2],
          [1.3, 2.6],
          [1, 2],
        ]),
      )?.noisy,
      true,
    );
    // The spread of each row is below a tenth, that of the ratios is not.
    assert.equal(
      verdict(
        rows([
          [1, 2.1],
          [1.09, 2],
          [1.04, 2.05],
        ]),
      )?.noisy,
      false,
    );
    assert.equal(
      verdict(
        rows([
          [1, 2.15],
          [1.09, 2],
          [1.09, 2],
          [1, 2.15],
        ]),
      )?.noisy,
      true,
    );
  });
});

describe("the goals", () => {
  it("are for the form that is launched directly, unless another is asked for", () => {
    const names = ["engine", "empty", "executable", "directory"] as const;
    const sample = (seconds: number): Sample => ({ seconds, peakMb: 1, cpuSeconds: seconds, disturbance: 0 });
    const ten = rowsOf({ measure: "analyze", size: 10000 }, names, [[10, 20, 11, 30].map(sample)]);
    const one = rowsOf({ measure: "analyze", size: 1000 }, names, [[1, 2, 1.1, 2.5].map(sample)]);
    const ratios = (form?: "directory") =>
      Object.fromEntries(
        judge({ rows: [...ten, ...one] }, form).flatMap(({ goal: { name }, ratio, met }) =>
          ratio === undefined ? [] : [[name, [Number(ratio.toFixed(2)), met]]],
        ),
      );
    const memory = {
      "memory in policy analyze of 1,000, to the empty pack": [1, true],
      "memory in policy analyze of 10,000, to the empty pack": [1, true],
    };
    assert.deepEqual(ratios(), {
      "policy analyze of 1,000, to the empty pack": [0.55, true],
      "CPU time of the pack, 10,000 to 1,000": [10, true],
      ...memory,
    });
    assert.deepEqual(ratios("directory"), {
      "policy analyze of 1,000, to the empty pack": [1.25, false],
      "CPU time of the pack, 10,000 to 1,000": [12, false],
      ...memory,
    });
  });
});
