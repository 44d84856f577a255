import assert from "node:assert/strict";
import { Property } from "../../kit/known";
import { misnamedProperties } from "../../kit/misnamed";
import { unknown } from "../support/wire";

const names = { queues: ["queueConfigurations"], filterPrefix: ["prefix"], events: [] };

/** Where each misnamed property is, and what it should be called. */
function misnamed(raw: unknown): [path: readonly (string | number)[], found: string, meant: string][] {
  return misnamedProperties(new Property(raw, ["entry"]), names).map(({ at, found, meant }) => [at.path, found, meant]);
}

describe("kit/misnamed", () => {
  const styles = ["Queues", "QUEUES", "queueConfigurations", "queue_configurations", "QueueConfigurations"];
  for (const found of styles) {
    it(`${found} means queues`, () =>
      assert.deepEqual(misnamed({ [found]: [] }), [[["entry", found], found, "queues"]]));
  }
  for (const found of ["filter_prefix", "filter-prefix", "Prefix"]) {
    it(`${found} means filterPrefix`, () =>
      assert.deepEqual(misnamed({ [found]: "a" }), [[["entry", found], found, "filterPrefix"]]));
  }

  it("finds every one, also beside the right name and of unknown value", () => {
    assert.deepEqual(misnamed({ queues: [], Queues: unknown, other: 1, Events: [] }), [
      [["entry", "Queues"], "Queues", "queues"],
      [["entry", "Events"], "Events", "events"],
    ]);
  });
  it("leaves right names, other names and absent properties alone", () => {
    assert.deepEqual(misnamed({ queues: [], events: [], filterPrefix: "", queue: 1, Queues: null, __proto__: [] }), []);
  });
  it("does not take what every object has for a name", () => {
    assert.deepEqual(misnamed(JSON.parse('{ "constructor": 1, "toString": 2, "__proto__": 3, "": 4 }')), []);
  });
  for (const raw of [undefined, null, unknown, "queues", ["Queues"], 5]) {
    it(`finds none in ${JSON.stringify(raw)}`, () => assert.deepEqual(misnamed(raw), []));
  }
});
