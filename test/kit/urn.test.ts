import assert from "node:assert/strict";
import { nameOf, stackOf, subjectOf, typeOf } from "../../kit/urn";

const URN = "urn:pulumi:dev::shop::acme:index:Site$aws:sqs/queue:Queue::jobs::late";

describe("a URN", () => {
  it("has a type without those of parents, and a name that may have colons", () => {
    assert.equal(typeOf(URN), "aws:sqs/queue:Queue");
    assert.equal(nameOf(URN), "jobs::late");
  });

  it("is shown as name and type, with control characters escaped", () => {
    assert.equal(subjectOf(URN), "jobs::late (aws:sqs/queue:Queue)");
    assert.equal(subjectOf("urn:pulumi:dev::shop::a:b:C::x\u001b[2J"), "x\\u{1b}[2J (a:b:C)");
  });

  it("belongs to a stack", () => {
    assert.equal(stackOf(URN), "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev");
  });
});
