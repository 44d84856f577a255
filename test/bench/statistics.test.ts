import assert from "node:assert/strict";
import { isSpread, spread, summarize } from "../../bench/statistics";

describe("the summary of samples", () => {
  it("is their median and the bounds of their middle half, in whatever order they came", () => {
    assert.deepEqual(summarize([5, 1, 4, 2, 3]), { median: 3, lower: 2, upper: 4 });
    assert.deepEqual(summarize([4, 1, 2, 3]), { median: 2.5, lower: 1.75, upper: 3.25 });
    assert.deepEqual(summarize([7]), { median: 7, lower: 7, upper: 7 });
  });

  it("is not moved by one sample that is far off", () => {
    assert.deepEqual(summarize([2, 2, 2, 2, 900]), { median: 2, lower: 2, upper: 2 });
  });

  it("tells a spread of more than a tenth of the median", () => {
    assert.equal(spread({ median: 10, lower: 9, upper: 11 }), 0.2);
    assert.ok(isSpread({ median: 10, lower: 9.4, upper: 10.5 }));
    assert.ok(!isSpread({ median: 10, lower: 9.5, upper: 10.5 }));
  });
});
