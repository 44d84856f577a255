import assert from "node:assert/strict";
import { AcceptedFindings, countsAccepted } from "../../../engine/report/accepted";

const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe("engine/report/accepted", () => {
  it("counts each finding once, and those whose exemption ends within 30 days", () => {
    const accepted = new AcceptedFindings();
    assert.equal(accepted.text, undefined);
    accepted.add(["p", "a", "x"], { expires: undefined });
    assert.equal(accepted.text, "1 accepted finding.");
    accepted.add(["p", "a", "x"], { expires: dayIn(30) });
    assert.equal(accepted.text, "1 accepted finding, 1 expires within 30 days.");
    accepted.add(["p", "b", "x"], { expires: dayIn(31) });
    accepted.add(["p", "c", "x"], { expires: dayIn(0) });
    assert.equal(accepted.text, "3 accepted findings, 2 expire within 30 days.");
    assert.ok(countsAccepted(accepted.text));
    assert.ok(!countsAccepted("Exemptions that match no resource: gone."));
  });
});
