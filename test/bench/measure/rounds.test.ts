import assert from "node:assert/strict";
import { type Round, type Sample, takeRounds } from "../../../bench/measure/rounds";

/** Measurements of two things, whose rounds are disturbed as given. */
function scripted(disturbances: readonly number[]) {
  const order: string[] = [];
  const measurement = (name: string) => {
    let round = 0;
    return async (): Promise<Sample> => {
      order.push(name);
      return { seconds: round, disturbance: disturbances[round++] ?? 0 };
    };
  };
  return { order, measurements: [measurement("a"), measurement("b")] };
}

const numbers = (rounds: readonly Round[]) => rounds.map((round) => round.map(({ seconds }) => seconds)).sort();

describe("rounds of measurements", () => {
  it("take everything once each, and begin with another one each time", async () => {
    const { order, measurements } = scripted([]);
    assert.deepEqual(numbers(await takeRounds(measurements, { runs: 3 })), [
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    assert.equal(order.join(""), "abbaab");
  });

  it("are repeated when they were disturbed", async () => {
    const { measurements } = scripted([0.01, 0.3, 0.02, 0.06, 0.05]);
    const told: boolean[] = [];
    const rounds = await takeRounds(measurements, { runs: 3, onRound: (_, disturbed) => told.push(disturbed) });
    assert.deepEqual(numbers(rounds), [
      [0, 0],
      [2, 2],
      [4, 4],
    ]);
    assert.deepEqual(told, [false, true, false, true, false]);
  });

  it("are repeated as often again at most, and then the least disturbed ones count", async () => {
    const { order, measurements } = scripted([0.9, 0.4, 0.01, 0.2, 0.5, 0.3, 0, 0]);
    const rounds = await takeRounds(measurements, { runs: 3 });
    assert.deepEqual(numbers(rounds), [
      [2, 2],
      [3, 3],
      [5, 5],
    ]);
    assert.equal(order.length, 12);
  });

  it("are disturbed as a whole when one measurement was", async () => {
    let taken = 0;
    const measurement = (disturbance: number) => async (): Promise<Sample> => {
      taken++;
      return { seconds: 1, disturbance };
    };
    await takeRounds([measurement(0), measurement(0.2)], { runs: 2 });
    assert.equal(taken, 8);
  });
});
