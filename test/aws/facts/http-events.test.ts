import assert from "node:assert/strict";
import { httpEventCounterpart, httpEventDefault, httpEventInstead, httpEventKey } from "../../../aws/facts/http-events";
import facts from "../../../aws/facts/http-events.json";

const FORMATS = ["REST", "1.0", "2.0"] as const;

const has = (path: string) => FORMATS.map((format) => httpEventKey(format, path.split(".")).has);

describe("aws/facts/http-events", () => {
  it("knows the keys of each format", () => {
    assert.deepEqual(has("path"), ["always", "always", "never"]);
    assert.deepEqual(has("httpMethod"), ["always", "always", "never"]);
    assert.deepEqual(has("rawPath"), ["never", "never", "always"]);
    assert.deepEqual(has("requestContext.http.method"), ["never", "never", "always"]);
    assert.deepEqual(has("requestContext.identity.sourceIp"), ["maybe", "maybe", "never"]);
    assert.deepEqual(has("version"), ["never", "always", "always"]);
    assert.deepEqual(has("cookies"), ["never", "never", "maybe"]);
    assert.deepEqual(has("body"), ["maybe", "maybe", "maybe"]);
    assert.deepEqual(has("headers.host"), ["maybe", "maybe", "maybe"]);
  });
  it("knows no key of other events, but does not say what a request context or an authorizer has besides", () => {
    assert.deepEqual(has("Records"), ["never", "never", "never"]);
    assert.deepEqual(has("requestContext.elb"), ["maybe", "maybe", "maybe"]);
    assert.deepEqual(has("requestContext.authorizer.jwt"), ["maybe", "maybe", "maybe"]);
  });
  it("tells formats apart by what they differ in", () => {
    const distinctive = (path: string) => httpEventKey("2.0", path.split(".")).distinctive;
    assert.deepEqual(
      ["path", "rawPath", "cookies", "requestContext.http.method", "requestContext.elb"].map(distinctive),
      [true, true, true, true, true],
    );
    assert.deepEqual(["body", "headers", "headers.host", "requestContext.stage", "Records"].map(distinctive), [
      false,
      false,
      false,
      false,
      false,
    ]);
    assert.deepEqual(httpEventKey("2.0", ["version"]), { has: "always", distinctive: true, text: "2.0" });
    assert.deepEqual(httpEventKey("REST", []), { has: "always", distinctive: false, differsWithin: true });
  });
  it("names only keys of the formats", () => {
    const known = (path: string) => has(path).some((one) => one !== "never");
    for (const [from, to] of Object.entries({ ...facts.counterparts, ...facts.afterBlank })) {
      assert.ok(known(from) && known(to), `${from}, ${to}`);
      assert.deepEqual(httpEventCounterpart(from.split("."))?.path, to.split("."));
      // What stands in for a key that a format lacks is something that this format has.
      const lacking = FORMATS.filter((format) => httpEventKey(format, from.split(".")).has === "never");
      for (const format of lacking)
        assert.notEqual(httpEventKey(format, to.split(".")).has, "never", `${format}: ${to}`);
    }
    for (const path of Object.keys(facts.defaults)) assert.ok(known(path), path);
    assert.equal(httpEventCounterpart(["body"]), undefined);
    assert.equal(httpEventDefault(["path"]), undefined);
    assert.equal(httpEventDefault(["version"]), '"1.0"');
    for (const path of [...Object.keys(facts.instead), ...facts.pathTexts.split(" ")]) assert.ok(known(path), path);
  });
  it("has something in place of each key that another format always lacks", () => {
    const lacked = FORMATS.flatMap((format) => facts.formats[format].always.split(" "))
      .map((path) => path.split("."))
      .filter((path) => FORMATS.some((format) => httpEventKey(format, path).has === "never"));
    for (const path of lacked)
      assert.ok(httpEventCounterpart(path) ?? httpEventDefault(path) ?? httpEventInstead(path), path.join("."));
  });
  it("has a key in one list of a format only", () => {
    for (const { always, maybe } of Object.values(facts.formats)) {
      const keys = [...always.split(" "), ...maybe.split(" ")];
      assert.equal(new Set(keys).size, keys.length);
    }
  });
});
