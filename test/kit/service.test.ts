import assert from "node:assert/strict";
import { PackProcess } from "../support/pack-process";

describe("the pack's service", () => {
  let pack: PackProcess;
  before(async () => {
    pack = await PackProcess.start();
  });
  after(() => pack.stop());

  it("answers that it repairs nothing, where nothing is to be repaired", async () => {
    await pack.configure({ "lambda-python-runtime": { level: "mandatory" } });
    const type = "aws:lambda/function:Function";
    const properties = { runtime: "python3.8" };
    const resource = { type, name: "resize", urn: `urn:pulumi:dev::program::${type}::resize`, properties };
    assert.equal(await pack.remediate(resource), undefined);
    await pack.configure({ "lambda-python-runtime": { level: "remediate" } });
    assert.deepEqual(await pack.remediate(resource), { runtime: "python3.11" });
  });
});
