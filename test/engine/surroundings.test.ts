import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import path from "node:path";
import { today } from "../../engine/config/days";
import { run } from "../../testing/processes";
import { type AnalyzeOptions, analyze } from "../../tools/engine";
import { canMount, readOnly } from "../support/mounts";
import { packDirectory, policyPack } from "../support/pack-process";
import { type ProgramState, writeState } from "../support/state";

describe("what surrounds a run", () => {
  let state: ProgramState;
  before(async () => {
    state = await writeState();
  });
  after(() => rm(state.directory, { recursive: true }));

  async function findings(options: AnalyzeOptions): Promise<readonly string[]> {
    const day = today();
    const yesterday = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
    const until = (resource: string, expires: string) => ({
      enforcementLevel: "mandatory",
      exemptions: [{ resource, reason: "OPS-411", expires }],
    });
    const run = await analyze(state.file, {
      policyPack,
      policyPackConfig: {
        all: "disabled",
        "required-tags": { ...until("uploads", day), tags: ["Team"] },
        "lambda-handler-unused-imports": until("resize", yesterday),
      },
      cwd: state.directory,
      ...options,
    });
    if (today() !== day) return findings(options); // Midnight came in between.
    return [
      ...run.violations.map(({ policy, level, message }) => `${level} ${policy}: ${exemptionLine(message)}`),
      ...(run.violations.length === 0 ? [run.stdout, run.stderr] : []),
    ].map((text) => text.replace(yesterday, "YESTERDAY").replace(day, "TODAY"));
  }

  const EXPECTED = [
    "advisory required-tags: Exempted until TODAY (0 days left): OPS-411.",
    "mandatory lambda-handler-unused-imports: The exemption of resize expired on YESTERDAY (OPS-411): fix the violation, or renew the exemption.",
  ];

  it("may have no home and no place for temporary files", async () => {
    const env = { HOME: undefined, TMPDIR: path.join(state.directory, "missing") };
    assert.deepEqual(await findings({ env }), EXPECTED);
  });

  // Where one of them has another day than UTC, at whatever time.
  for (const TZ of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
    it(`may be in ${TZ}, and in Turkish: exemptions end by the day in UTC`, async () => {
      assert.deepEqual(await findings({ env: { TZ, LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" } }), EXPECTED);
    });
  }

  it("may be a read-only file system", async function () {
    if (!(await canMount())) this.skip();
    const launcher = readOnly(packDirectory, state.directory);
    const [command = "", ...args] = [...launcher, "touch", path.join(packDirectory, "dist/written")];
    assert.match((await run(command, args)).stderr, /Read-only file system/);
    assert.deepEqual(await findings({ launcher }), EXPECTED);
  });
});

function exemptionLine(message: string): string | undefined {
  return message.split("\n").find((line) => /exempt/i.test(line));
}
