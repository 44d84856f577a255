import assert from "node:assert/strict";
import {
  exemptionVerdict,
  isFor,
  isForOtherStack,
  type Link,
  readExemptionTag,
  withShared,
} from "../../../engine/config/exemptions";

const queue: Link = {
  name: "uploads",
  type: "aws:sqs/queue:Queue",
  urn: "urn:pulumi:dev::site::acme:web:Site$aws:sqs/queue:Queue::uploads",
};
const site: Link = {
  name: "legacy-site",
  type: "acme:web:Site",
  urn: "urn:pulumi:dev::site::acme:web:Site::legacy-site",
};

describe("engine/config/exemptions", () => {
  const matching = [
    "uploads",
    "up*",
    "aws:sqs/*",
    "aws:sqs/queue:Queue",
    "urn:pulumi:dev::*",
    "legacy-*",
    "{uploads,images}",
    "*",
  ];
  for (const resource of matching) {
    it(`${resource} is for a queue in a component`, () => assert.ok(isFor({ resource }, [queue, site])));
  }
  for (const resource of ["Uploads", "load", "aws:s3/*", "urn:pulumi:prod::*", "!images", "uploads?"]) {
    it(`${resource} is not`, () => assert.ok(!isFor({ resource }, [queue, site])));
  }
  it("is for a type as the CLI prints it, where that is another", () => {
    assert.ok(isFor({ resource: "aws:sqs:Queue" }, [queue]));
    const deployment = { name: "d", type: "kubernetes:apps/v1:Deployment", urn: "" };
    assert.ok(!isFor({ resource: "kubernetes:apps:Deployment" }, [deployment]));
  });

  describe("for another stack or project", () => {
    const other = [
      "urn:pulumi:prod::*",
      "urn:pulumi:*::billing::*",
      "urn:pulumi:{prod,test}::site::*",
      "urn:pulumi:prod*",
    ];
    for (const resource of other) it(resource, () => assert.ok(isForOtherStack({ resource }, queue.urn)));
    const own = [
      "urn:pulumi:dev::*",
      "urn:pulumi:*::site::*",
      "urn:pulumi:[de]*::s?te::x",
      "urn:*",
      "legacy-*",
      "urn:pulumi:{a::b,c::d}::*",
    ];
    for (const resource of own) it(`${resource} is not`, () => assert.ok(!isForOtherStack({ resource }, queue.urn)));
  });

  it("of all policies hold beside those of a policy", () => {
    const [legacy, old] = ["legacy-*", "old"].map((resource) => ({ resource, reason: "OPS-1" }));
    assert.deepEqual(
      withShared(
        { minimum: 1, exemptions: [old], inCodeExemptions: false },
        { exemptions: [legacy], inCodeExemptions: true },
      ),
      { minimum: 1, exemptions: [old, legacy], inCodeExemptions: true, reportUnusedExemptions: false },
    );
    assert.deepEqual(withShared({}, {}), { exemptions: [], inCodeExemptions: false, reportUnusedExemptions: false });
  });

  describe("a verdict", () => {
    const exemption = { resource: "legacy-*", reason: "vendor wheel, OPS-411", expires: "2027-03-31" };
    it("holds on the last day, with the days left", () => {
      assert.deepEqual(exemptionVerdict([exemption], "2027-03-30"), {
        exempted: true,
        expires: "2027-03-31",
        note: "Exempted until 2027-03-31 (1 day left): vendor wheel, OPS-411",
      });
      assert.deepEqual(exemptionVerdict([exemption], "2027-03-31"), {
        exempted: true,
        expires: "2027-03-31",
        note: "Exempted until 2027-03-31 (0 days left): vendor wheel, OPS-411",
      });
    });
    it("no longer holds from the day after, and says so", () => {
      assert.deepEqual(exemptionVerdict([exemption], "2027-04-01"), {
        exempted: false,
        note: "The exemption of legacy-* expired on 2027-03-31 (vendor wheel, OPS-411): fix the violation, or renew the exemption",
      });
    });
    it("holds for ever without a last day, also beside one that has expired", () => {
      const endless = { resource: "*", reason: "by design" };
      assert.deepEqual(exemptionVerdict([exemption, endless], "2030-01-01"), {
        exempted: true,
        note: "Exempted: by design",
      });
    });
    it("is none where no exemption is for the resource", () =>
      assert.equal(exemptionVerdict([], "2027-01-01"), undefined));
  });

  describe("a tag", () => {
    const rows: [string, ReturnType<typeof readExemptionTag>][] = [
      ["vendor wheel", { resource: "t", reason: "vendor wheel" }],
      ["vendor wheel until 2027-03-31", { resource: "t", reason: "vendor wheel", expires: "2027-03-31" }],
      [" vendor wheel", { resource: "t", reason: "vendor wheel" }],
      [" vendor wheel until  2027-03-31", { resource: "t", reason: "vendor wheel", expires: "2027-03-31" }],
      ["kept until all callers have moved", { resource: "t", reason: "kept until all callers have moved" }],
      ["wait, until 2027-03-31 ", { resource: "t", reason: "wait", expires: "2027-03-31" }],
      ["until 2027-03-31", "tag t gives no reason"],
      ["", "tag t gives no reason"],
      ["vendor wheel until March", 'tag t has no day such as 2027-03-31 after "until"'],
      ["vendor wheel until 2027-02-30", 'tag t has no day such as 2027-03-31 after "until"'],
    ];
    for (const [value, read] of rows)
      it(`${JSON.stringify(value)}`, () => assert.deepEqual(readExemptionTag("t", value), read));
  });
});
