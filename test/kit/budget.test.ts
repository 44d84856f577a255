import assert from "node:assert/strict";
import { Budget, BudgetSpent, step } from "../../kit/budget";

describe("kit/budget", () => {
  const spend = (steps: number) => {
    for (let taken = 0; taken < steps; taken++) step();
    return "done";
  };
  it("lets work take as many steps as it has, in one go or in several", () => {
    const budget = new Budget(10);
    assert.equal(
      budget.run(() => spend(4)),
      "done",
    );
    assert.equal(
      budget.run(() => spend(6)),
      "done",
    );
    assert.equal(budget.isSpent, false);
    assert.throws(() => budget.run(() => spend(1)), BudgetSpent);
    assert.equal(budget.isSpent, true);
  });
  it("counts for the innermost budget, and for none without one", () => {
    const [outer, inner] = [new Budget(5), new Budget(5)];
    outer.run(() => {
      assert.throws(() => inner.run(() => spend(6)), BudgetSpent);
      spend(5);
    });
    assert.equal(outer.isSpent, false);
    assert.equal(spend(1_000), "done");
  });
});
