import assert from "node:assert/strict";
import { Session } from "../../../engine/session";

describe("engine/session", () => {
  const stack = "urn:pulumi:dev::shop";
  const site = `${stack}::acme:web:Site::site`;
  const queue = `${stack}::acme:web:Site$acme:web:Api$aws:sqs/queue:Queue::shop::orders`;

  it("lists a resource and its parents by what their URNs say, the nearest first", () => {
    const session = new Session();
    session.recordParent(queue, site);
    session.recordParent(site, "");
    session.recordParent(site, undefined);
    assert.deepEqual(session.chainOf(queue), [
      { urn: queue, type: "aws:sqs/queue:Queue", name: "shop::orders" },
      { urn: site, type: "acme:web:Site", name: "site" },
    ]);
    session.recordParent(site, queue);
    assert.deepEqual(
      session.chainOf(queue).map(({ name }) => name),
      ["shop::orders", "site"],
    );
  });

  it("knows nothing of another run", () => {
    const [one, other] = [new Session(), new Session()];
    one.recordParent(queue, site);
    one.recordOnlyRead(queue);
    one.recordInputs(queue, { decode: () => ({}), marked: true });
    assert.deepEqual([one.isOnlyRead(queue), one.inputsOf(queue)?.marked], [true, true]);
    assert.deepEqual(
      [other.isOnlyRead(queue), other.inputsOf(queue), other.chainOf(queue).length, other.notes.take()],
      [false, undefined, 1, undefined],
    );
  });
});
