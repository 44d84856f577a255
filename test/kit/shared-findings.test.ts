import assert from "node:assert/strict";
import type { Finding, Report } from "../../kit/finding";
import { resourceView } from "../../kit/resource";
import { SharedFindings } from "../../kit/shared-findings";

const resource = (name: string) =>
  resourceView({
    type: "acme:mq:Queue",
    name,
    urn: `urn:pulumi:dev::shop::acme:mq:Queue::${name}`,
    properties: { decode: () => ({}), marked: true },
    inputs: () => undefined,
  });

describe("shared findings", () => {
  it("are reported once for each cause, on the first resource, with the others named once", () => {
    const [a, b, c] = [resource("a"), resource("b"), resource("c")];
    const shared = new SharedFindings();
    const small = { problem: "it is small", fix: "make it larger" };
    for (const on of [a, a, b, b, c]) shared.add(on, small);
    shared.add(b, { ...small, fix: "remove it" });
    const found: Finding[] = [];
    shared.reportTo(Object.assign((finding: Finding) => void found.push(finding)) as Report);
    assert.deepEqual(
      found.map(({ on, also, fix }) => [on?.name, also?.map(({ name }) => name), fix]),
      [
        ["a", ["b", "c"], "make it larger"],
        ["b", [], "remove it"],
      ],
    );
  });
});
