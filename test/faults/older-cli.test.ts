import assert from "node:assert/strict";
import { PackProcess } from "../support/pack-process";

/** A queue as CLIs sent it before they sent the options of resources. */
const queue = {
  type: "aws:sqs/queue:Queue",
  name: "uploads",
  urn: "urn:pulumi:dev::site::aws:sqs/queue:Queue::uploads",
  properties: {},
  withoutOptions: true,
};
const TOLD = /A more recent version of the Pulumi CLI is required\. To upgrade, see https:\/\/www\.pulumi\.com\//;

describe("a CLI that is older than the SDK supports", () => {
  let pack: PackProcess;
  before(async () => {
    pack = await PackProcess.start();
  });
  after(() => pack.stop());

  it("is told so for a resource", () => assert.rejects(pack.analyze(queue), TOLD));
  it("is told so for a stack", () => assert.rejects(pack.analyzeStack([queue]), TOLD));
  it("does not end the pack", async () => {
    await pack.configure({ "required-tags": { level: "mandatory", options: { tags: ["Team"] } } });
    const [found] = await pack.analyze({ ...queue, withoutOptions: false });
    assert.equal(found?.policy, "required-tags");
  });
});
