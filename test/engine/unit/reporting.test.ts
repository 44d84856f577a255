import assert from "node:assert/strict";
import type { ExemptionOptions } from "../../../engine/config/exemptions";
import { exemption, reporting, type Told } from "../../../engine/report/reporting";
import { Session } from "../../../engine/session";
import { Secret, UNKNOWN } from "../../../kit/known";
import { resourcePolicy } from "../../../kit/policy";
import { resourceView } from "../../../kit/resource";

const { metadata, url } = resourcePolicy({
  name: "queue-size",
  description: "Queues are large.",
  severity: "low",
  level: "mandatory",
  resources: ["acme:mq:Queue"],
  options: {},
  remediationSteps: "Enlarge the queue.",
  tags: [],
  page: { why: "", limits: "", sources: ["https://example.com"], since: "0.1.0" },
  check() {},
});
const none: ExemptionOptions = { exemptions: [], inCodeExemptions: false, reportUnusedExemptions: false };
const finding = { problem: "it is small", fix: "enlarge it" };

const queue = (name: string, props: Record<string, unknown> = {}) => {
  const urn = `urn:pulumi:dev::reporting::acme:mq:Queue::${name}`;
  const properties = { decode: () => props, marked: true };
  return resourceView({ type: "acme:mq:Queue", name, urn, properties, inputs: () => undefined });
};
const orders = queue("orders");

async function reported(
  check: Parameters<typeof reporting>[5],
  options = none,
  subject = orders,
  session = new Session(),
): Promise<readonly Told[]> {
  const found: Told[] = [];
  const tell = ({ accepted: _, ...told }: Told) => found.push(told);
  await reporting(metadata, options, subject, session, tell, check);
  return found;
}
const violation = (urn: string, ...lines: readonly string[]) => ({ text: lines.join("\n"), urn, isAdvisory: false });
const advisory = (urn: string, ...lines: readonly string[]) => ({ text: lines.join("\n"), urn, isAdvisory: true });

describe("engine/report/reporting", () => {
  it("reports on what is checked, or on another resource", async () => {
    const other = queue("news");
    assert.deepEqual(
      await reported((report) => {
        report(finding);
        report({ ...finding, on: other });
      }),
      [orders, other].map(({ urn }) => violation(urn, "it is small.", "Fix: enlarge it.", url)),
    );
  });

  it("reports what is exempted as an advisory with the reason", async () => {
    const options = { ...none, exemptions: [{ resource: "orders", reason: "OPS-1" }] };
    const other = queue("news");
    assert.deepEqual(
      await reported((report) => {
        report(finding);
        report({ ...finding, on: other });
      }, options),
      [
        advisory(orders.urn, "Exempted: OPS-1.", "it is small.", "Fix: enlarge it.", url),
        violation(other.urn, "it is small.", "Fix: enlarge it.", url),
      ],
    );
  });

  it("reports as an advisory what only advises", async () => {
    assert.deepEqual(await reported((report) => report({ ...finding, level: "advisory" })), [
      advisory(orders.urn, "it is small.", "Fix: enlarge it.", url),
    ]);
  });

  describe("several resources in one finding", () => {
    const [news, mail, hub] = [queue("news"), queue("mail"), queue("hub")];
    const together = (exemptions: ExemptionOptions["exemptions"], inCodeExemptions = false, most = 0) =>
      reported(
        (report) =>
          report.together(orders, [news, mail, hub], (left) =>
            left.length > most ? { problem: left.map(({ name }) => name).join(), fix: "enlarge it" } : undefined,
          ),
        { exemptions, inCodeExemptions, reportUnusedExemptions: false },
      );
    const exempt = (...names: readonly string[]) => names.map((resource) => ({ resource, reason: "OPS-1" }));
    const on = (...lines: readonly string[]) => [violation(orders.urn, ...lines, url)];

    it("names them all, and those alone that are not exempted", async () => {
      assert.deepEqual(await together([]), on("news,mail,hub.", "Fix: enlarge it."));
      assert.deepEqual(await together(exempt("mail")), on("news,hub.", "Fix: enlarge it."));
    });
    it("says nothing where none is left, or what is left is right", async () => {
      assert.deepEqual(await together(exempt("mail", "news", "hub")), []);
      assert.deepEqual(await together(exempt("mail"), false, 2), []);
    });
    it("is exempted with what it is on", async () => {
      assert.deepEqual(await together(exempt("*")), [
        advisory(orders.urn, "Exempted: OPS-1.", "news,mail,hub.", "Fix: enlarge it.", url),
      ]);
    });
    it("says which exemption has expired", async () => {
      const expired = { resource: "mail", reason: "OPS-1", expires: "2024-02-29" };
      const note = "The exemption of mail expired on 2024-02-29 (OPS-1): fix the violation, or renew the exemption.";
      assert.deepEqual(await together([expired]), on("news,mail,hub.", "Fix: enlarge it.", note));
    });
    it("leaves out what exempts itself by a tag", async () => {
      const tagged = queue("tagged", { tags: { "policy-exempt/queue-size": "shared by all" } });
      const check: Parameters<typeof reported>[0] = (report) =>
        report.together(orders, [tagged], () => ({ problem: "it is small", fix: "enlarge it" }));
      assert.deepEqual(await reported(check, { ...none, inCodeExemptions: true }), []);
      assert.equal((await reported(check)).length, 1);
    });
  });

  it("takes no name for a secret that the configuration has", async () => {
    const options = { ...none, required: [{ name: "Team" }], pattern: null, least: 5 };
    const subject = queue("configured", { tags: new Secret({ Team: "media", Stage: "dev" }) });
    const told = await reported(
      (report) => {
        subject.properties.at("tags").entries();
        report({ problem: 'it has "Team" and "Stage"', fix: "enlarge it" });
      },
      options,
      subject,
    );
    const shown = ['it has "Team" and [secret].', "Fix: enlarge it.", url];
    assert.deepEqual(told, [violation(subject.urn, ...shown)]);
  });

  it("reports what is no longer exempted as a violation, and says so", async () => {
    const options = { ...none, exemptions: [{ resource: "orders", reason: "OPS-1", expires: "2024-02-29" }] };
    const note = "The exemption of orders expired on 2024-02-29 (OPS-1): fix the violation, or renew the exemption.";
    assert.deepEqual(await reported((report) => report(finding), options), [
      violation(orders.urn, "it is small.", "Fix: enlarge it.", note, url),
    ]);
  });

  it("reports what holds of several resources once, with the names of those that are not exempted", async () => {
    const [first = orders, ...also] = ["a", "b", "c"].map((name) => queue(name));
    const exempting = (...names: readonly string[]) => ({
      ...none,
      exemptions: names.map((resource) => ({ resource, reason: "OPS-1" })),
    });
    const together = (options: ExemptionOptions) =>
      reported((report) => report({ ...finding, on: first, also }), options);
    const text = (others: string) => [`it is small${others}.`, "Fix: enlarge it.", url];
    assert.deepEqual(await together(none), [violation(first.urn, ...text(' (also in "b" and "c")'))]);
    const [b, c] = also.map(({ urn }) => urn);
    assert.deepEqual(await together(exempting("a")), [
      violation(b ?? "", ...text(' (also in "c")')),
      advisory(first.urn, "Exempted: OPS-1.", ...text("")),
    ]);
    assert.deepEqual(await together(exempting("a", "b")), [
      violation(c ?? "", ...text("")),
      advisory(first.urn, "Exempted: OPS-1.", ...text(' (also in "b")')),
    ]);
    assert.deepEqual(await together(exempting("a", "b", "c")), [
      advisory(first.urn, "Exempted: OPS-1.", ...text(' (also in "b" and "c")')),
    ]);
  });

  it("keeps what cannot be checked, of resources that are not exempted, for the end of the run", async () => {
    const note = { what: "the size", reason: "it is unknown", fix: "set it" };
    const options = { ...none, exemptions: [{ resource: "old", reason: "OPS-1" }] };
    const names = ["a", "old", "b"];
    const session = new Session();
    const judge = (...names: readonly string[]) =>
      reported(
        (report) => {
          for (const name of names) report.notChecked({ ...note, on: queue(name) });
          report.notChecked({ ...note, on: queue("c"), part: "half" });
        },
        options,
        orders,
        session,
      );
    const told = (...lines: readonly string[]) =>
      ["Some code or settings could not be checked.", ...lines, "Fix: set it.", url].join("\n");
    assert.deepEqual(await judge(...names), []);
    assert.equal(
      session.notes.take()?.text,
      told(
        'Not checked: the size of "a" and "b", because it is unknown.',
        "Fix: set it.",
        'Not checked: a part of the size of "c", because "half" it is unknown.',
      ),
    );
    await judge(...names, "d");
    assert.equal(session.notes.take()?.text, told('Not checked: the size of "d", because it is unknown.'));
    assert.equal(session.notes.take(), undefined);
  });

  describe("an error of a check", () => {
    const told = (what: string) =>
      new RegExp(
        `^NOT CHECKED: internal error in policy queue-size on ${orders.urn}: ${what}\\. The rest was checked\\. Please report this\\.$`,
      );
    const message = async (error: unknown) => {
      const found = await reported(async () => Promise.reject(error));
      assert.deepEqual(
        found.map(({ urn, isAdvisory }) => [urn, isAdvisory]),
        [[orders.urn, true]],
      );
      return found[0]?.text ?? "";
    };
    it("on one of several resources is reported there, and the others are checked", async () => {
      const [news, mail, jobs] = [queue("news"), queue("mail"), queue("jobs")];
      const found = await reported((report) =>
        report.each([news, mail, jobs], async (on) => {
          if (on === mail) throw new RangeError("hunter2");
          report({ ...finding, on });
        }),
      );
      assert.deepEqual(
        found.map(({ urn, isAdvisory }) => [urn, isAdvisory]),
        [
          [news.urn, false],
          [mail.urn, true],
          [jobs.urn, false],
        ],
      );
      assert.match(found[1]?.text ?? "", /^NOT CHECKED: internal error in policy queue-size on \S+::mail: RangeError/);
    });
    it("is an advisory that names its place, and nothing that the error says", async () => {
      assert.match(await message(new RangeError("hunter2")), told("RangeError at reporting\\.test\\.ts:\\d+:\\d+"));
    });
    it("is one without a place too", async () => {
      assert.match(await message(Object.assign(new Error("x"), { stack: "" })), told("Error at an unknown place"));
      assert.match(
        await message(Object.assign(new Error("x"), { stack: undefined })),
        told("Error at an unknown place"),
      );
      assert.match(await message("hunter2"), told("string at an unknown place"));
    });
  });

  describe("exemptions", () => {
    const expired = { resource: "*", reason: "OPS-2", expires: "2024-02-29" };
    const tagged = (value: unknown) => queue("tagged", { tags: { "policy-exempt/queue-size": value } });
    const inCode = { ...none, inCodeExemptions: true, reportUnusedExemptions: false };

    it("have nothing to say where there are none", () => {
      assert.equal(exemption(metadata, none, orders, new Session()), undefined);
      assert.equal(exemption(metadata, inCode, orders, new Session()), undefined);
      assert.equal(
        exemption(metadata, { ...none, exemptions: [{ resource: "news", reason: "OPS-1" }] }, orders, new Session()),
        undefined,
      );
    });
    it("are for parents as well", () => {
      const session = new Session();
      session.recordParent(queue("beneath").urn, queue("shop").urn);
      const options = { ...none, exemptions: [{ resource: "shop", reason: "OPS-1" }] };
      assert.equal(exemption(metadata, options, queue("beneath"), session)?.exempted, true);
    });
    it("by a tag hold only where they are allowed", () => {
      const others = { ...none, exemptions: [{ resource: "news", reason: "OPS-1" }] };
      for (const options of [none, others]) {
        assert.equal(exemption(metadata, options, tagged("vendor wheel"), new Session()), undefined);
      }
      assert.deepEqual(exemption(metadata, inCode, tagged("vendor wheel"), new Session()), {
        exempted: true,
        note: "Exempted: vendor wheel",
      });
    });
    it("by a tag for another policy, or of unknown text, are none", () => {
      const other = queue("tagged", { tags: { "policy-exempt/queue-use": "vendor wheel" } });
      assert.equal(exemption(metadata, inCode, other, new Session()), undefined);
      assert.equal(exemption(metadata, inCode, tagged(UNKNOWN), new Session()), undefined);
    });
    it("by a tag hold beside one that has expired", () => {
      const options = { exemptions: [expired], inCodeExemptions: true, reportUnusedExemptions: false };
      assert.equal(exemption(metadata, options, tagged("vendor wheel"), new Session())?.note, "Exempted: vendor wheel");
    });
    it("by a tag without a reason do not hold, and say so unless another has more to say", () => {
      assert.deepEqual(exemption(metadata, inCode, tagged(""), new Session()), {
        exempted: false,
        note: "Not exempted: tag policy-exempt/queue-size gives no reason",
      });
      const options = {
        exemptions: [{ resource: "*", reason: "OPS-1" }],
        inCodeExemptions: true,
        reportUnusedExemptions: false,
      };
      assert.equal(exemption(metadata, options, tagged(""), new Session())?.note, "Exempted: OPS-1");
    });
    it("that have expired do not hold", () => {
      const verdict = exemption(metadata, { ...none, exemptions: [expired] }, orders, new Session());
      assert.equal(verdict?.exempted, false);
      assert.match(verdict?.note ?? "", /^The exemption of \* expired on 2024-02-29/);
    });
  });
});
