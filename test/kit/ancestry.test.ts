import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { chainOf, recordParent } from "../../kit/ancestry";

describe("kit/ancestry", () => {
  it("lists a resource and its parents by what their URNs say, the nearest first", () => {
    // What was recorded lasts as long as the process.
    const stack = `urn:pulumi:dev::${randomUUID()}`;
    const site = `${stack}::acme:web:Site::site`;
    const queue = `${stack}::acme:web:Site$acme:web:Api$aws:sqs/queue:Queue::shop::orders`;
    recordParent(queue, site);
    assert.deepEqual(chainOf(queue), [
      { urn: queue, type: "aws:sqs/queue:Queue", name: "shop::orders" },
      { urn: site, type: "acme:web:Site", name: "site" },
    ]);
    recordParent(site, queue);
    assert.deepEqual(
      chainOf(queue).map(({ name }) => name),
      ["shop::orders", "site"],
    );
  });
});
