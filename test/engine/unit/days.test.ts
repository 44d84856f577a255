import assert from "node:assert/strict";
import { mock } from "node:test";
import { daysBetween, isDay, today } from "../../../engine/config/days";

/** The first and the last day on earth, and places whose clocks skip midnight in spring, a whole day in 2011, and half an hour. */
const ZONES = [
  "UTC",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
  "Asia/Beirut",
  "Pacific/Apia",
  "Australia/Lord_Howe",
] as const;

describe("engine/config/days", () => {
  const { TZ } = process.env;
  after(() => {
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
  });

  for (const zone of ZONES) {
    describe(`in ${zone}`, () => {
      before(() => {
        process.env.TZ = zone;
      });
      it("tells days from other text", () => {
        for (const day of ["2027-03-31", "2028-02-29", "2011-12-30", "2026-03-29"]) assert.ok(isDay(day), day);
        for (const text of [
          "2027-02-29",
          "2027-02-30",
          "2027-13-01",
          "31.03.2027",
          "2027-3-1",
          "2027-03-31T00:00:00Z",
          "",
        ])
          assert.ok(!isDay(text), text);
      });
      it("counts days across changes of the clock", () => {
        assert.equal(daysBetween("2026-03-29", "2026-03-30"), 1);
        assert.equal(daysBetween("2011-12-29", "2011-12-31"), 2);
        assert.equal(daysBetween("2026-01-01", "2027-01-01"), 365);
        assert.equal(daysBetween("2026-10-25", "2026-10-25"), 0);
      });
      it("knows the day in UTC", () => {
        const at = (now: string) => {
          mock.timers.enable({ apis: ["Date"], now: new Date(now) });
          try {
            return today();
          } finally {
            mock.timers.reset();
          }
        };
        assert.deepEqual(["2027-03-31T00:00:00Z", "2027-03-31T23:59:59Z", "2027-04-01T00:00:00Z"].map(at), [
          "2027-03-31",
          "2027-03-31",
          "2027-04-01",
        ]);
      });
    });
  }
});
