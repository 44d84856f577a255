import assert from "node:assert/strict";
import { policies } from "../../policies";
import { engineFindings } from "./engine-tables";
import { type Diagnostic, isExecutable, PackProcess, type WireResource } from "./pack-process";
import { mutations, withUnknowns } from "./variants";

type Properties = Record<string, unknown>;

/** A component above a row's resource, which the engine has sent before. */
export interface RowComponent {
  readonly name: string;
  readonly type: string;
  readonly inputs: Properties;
}

/** The smallest resource that shows what the row's name says. */
export interface ResourceRow {
  readonly name: string;
  /** Type token, where it is not the table's. */
  readonly type?: string;
  /** Inputs in the engine's wire form: camelCase keys, `unknown`, `secret(…)` and assets of `wire.ts`. */
  readonly inputs: Properties;
  /** Inputs of the provider that manages the resource. */
  readonly provider?: Properties;
  /** The components above the resource, the outermost first. */
  readonly components?: readonly RowComponent[];
  /** The policy's configuration; all defaults where left out. */
  readonly options?: Properties;
  /** Whether the program only reads the resource, as by `Queue.get`. */
  readonly onlyRead?: true;
}

export interface ViolatingRow extends ResourceRow {
  /** The whole text of each finding, without the description above it and the link below. */
  readonly findings: readonly string[];
}

export interface RepairedRow extends ResourceRow {
  /** The inputs after remediation; `undefined` where the policy must not touch them. */
  readonly repaired: Properties | undefined;
}

export interface ResourceTable {
  readonly policy: string;
  /** Type token of the rows. */
  readonly type: string;
  readonly passes: readonly ResourceRow[];
  readonly violates: readonly ViolatingRow[];
  /** Rows whose findings are advisory at every level: what cannot be checked. */
  readonly advises?: readonly ViolatingRow[];
  readonly repairs?: readonly RepairedRow[];
}

const tables: ResourceTable[] = [];

/** Every table that is loaded, for the test that ties tables and catalogue together. */
export const resourceTables: readonly ResourceTable[] = tables;

/**
 * Declares the tests of a resource policy. By the executable form, each row is checked on the real engine (all rows of all tables in
 * few runs); by the sources, rows and variants of them that hold for every policy in this process.
 */
export function resourceTable(table: ResourceTable): void {
  tables.push(table);
  const policy = policies.find(({ metadata }) => metadata.name === table.policy);

  describe(`policy ${table.policy}`, () => {
    let rows: Judge;
    before(async () => {
      rows = new Judge(table, await PackProcess.shared());
    });

    const messages = async (row: ResourceRow): Promise<readonly string[]> => {
      if (isExecutable) return engineFindings(tables, table, row);
      return (await rows.judge(row, row.inputs)).map(({ message }) => message);
    };

    for (const row of table.passes) {
      it(`passes: ${row.name}`, async () => assert.deepEqual(await messages(row), []));
    }
    for (const row of table.violates) {
      it(`violates: ${row.name}`, async () => {
        assert.ok(policy, `no policy ${table.policy} in the catalogue`);
        const expected = row.findings.map((text) => [policy.metadata.description, text, policy.url].join("\n"));
        assert.deepEqual(await messages(row), expected);
      });
    }
    for (const row of table.advises ?? []) {
      it(`advises: ${row.name}`, async () => {
        assert.ok(policy, `no policy ${table.policy} in the catalogue`);
        const expected = row.findings.map((text) => [
          "advisory",
          [policy.metadata.description, text, policy.url].join("\n"),
        ]);
        const found = await rows.judge(row, row.inputs);
        assert.deepEqual(
          found.map(({ level, message }) => [level, message]),
          expected,
        );
      });
    }
    for (const row of table.repairs ?? []) {
      it(`repairs: ${row.name}`, async () => {
        await rows.configure(row, "remediate");
        const repaired = await rows.pack.remediate(wireResource(table, row, row.inputs));
        assert.deepEqual(repaired, row.repaired);
        if (repaired === undefined) return;
        assert.equal(
          await rows.pack.remediate(wireResource(table, row, repaired)),
          undefined,
          "a second repair changes",
        );
        assert.deepEqual(await rows.judge(row, repaired), [], "the repaired resource still violates");
      });
    }

    if (isExecutable) return;
    const variants = new Judge(table, PackProcess.inThisProcess());

    it("never adds a finding when a value becomes unknown", async () => {
      for (const row of [...table.passes, ...table.violates]) {
        const findings = await variants.judge(row, row.inputs);
        await inParallel(withUnknowns(row.inputs), async ([place, inputs]) => {
          const found = await variants.judge(row, inputs);
          assertNoInternalError(found, row, place);
          assert.ok(found.length <= findings.length, `${row.name}: ${place} unknown adds ${JSON.stringify(found)}`);
        });
      }
    });
    it("never fails on a value of the wrong type", async () => {
      for (const [turn, row] of [...table.passes, ...table.violates].entries()) {
        await variants.configure(row, "mandatory");
        await inParallel(mutations(row.inputs, turn), async ([place, inputs]) => {
          assertNoInternalError(await variants.judge(row, inputs), row, place);
        });
      }
    });
    it("makes each finding an advisory with the reason where the resource is exempted", async () => {
      for (const row of table.violates) {
        const exemptions = [{ resource: "*", reason: "by design" }];
        await variants.configure({ ...row, options: { ...row.options, exemptions } }, "mandatory");
        for (const component of wireComponents(row)) await variants.pack.analyze(component);
        const found = await variants.pack.analyze(wireResource(table, row, row.inputs));
        assertExempted(found, row.findings.length, row.name);
      }
    });
    it("concerns no type but its own", async () => {
      for (const row of table.violates) {
        await variants.configure(row, "mandatory");
        for (const type of ["azure-native:web:WebApp", "acme:index:Function", "pulumi:pulumi:Stack"]) {
          if (policy?.concerns(type)) continue;
          const resource = wireResource(table, { ...row, type }, row.inputs);
          assert.deepEqual(await variants.pack.analyze(resource), []);
        }
      }
    });
    const tokens = policy?.metadata.resources;
    if (Array.isArray(tokens) && tokens.length > 1) {
      it("checks every token of its resource alike", async () => {
        for (const row of table.violates) {
          const count = (await variants.judge(row, row.inputs)).length;
          for (const type of tokens as string[]) {
            assert.equal((await variants.judge({ ...row, type }, row.inputs)).length, count, `${row.name} as ${type}`);
          }
        }
      });
    }
  });
}

/** Asks a pack about rows of a table. */
class Judge {
  constructor(
    private readonly table: ResourceTable,
    readonly pack: PackProcess,
  ) {}

  async configure(row: ResourceRow, level: string): Promise<void> {
    const others = policies.map(({ metadata }) => [metadata.name, { level: "disabled" }] as const);
    const own = { level, ...(row.options && { options: row.options }) };
    await this.pack.configure({ ...Object.fromEntries(others), [this.table.policy]: own });
  }

  async judge(row: ResourceRow, inputs: Properties): Promise<Diagnostic[]> {
    await this.configure(row, "mandatory");
    for (const component of wireComponents(row)) await this.pack.analyze(component);
    return this.pack.analyze(wireResource(this.table, row, inputs));
  }
}

async function inParallel<T>(items: Iterable<T>, use: (item: T) => Promise<void>): Promise<void> {
  await Promise.all([...items].map(use));
}

/** Whether every finding is an advisory that says why. */
export function assertExempted(found: readonly Diagnostic[], count: number, row: string): void {
  const seen = found.map(({ level, message }) => [level, message.split("\n")[1]]);
  assert.deepEqual(seen, Array(count).fill(["advisory", "Exempted: by design."]), row);
}

function assertNoInternalError(found: readonly Diagnostic[], row: ResourceRow, place: string): void {
  const error = found.find(({ message }) => message.includes("internal error"));
  assert.equal(error, undefined, `${row.name}, ${place}: ${error?.message}`);
}

/** A row as the engine sends it. */
export function wireResource(table: ResourceTable, row: ResourceRow, properties: Properties): WireResource {
  const type = row.type ?? table.type;
  const name = rowName(row);
  const parent = wireComponents(row).at(-1)?.urn;
  return {
    type,
    name,
    urn: `urn:pulumi:test::test::${type}::${name}`,
    properties,
    provider: { type: "pulumi:providers:aws", properties: row.provider ?? {} },
    ...(parent !== undefined && { parent }),
    ...(row.onlyRead && { onlyRead: true }),
  };
}

/** The components above a row's resource as the engine sends them, the outermost first. */
export function wireComponents(row: ResourceRow): readonly WireResource[] {
  // The project in the URN keeps the components of all rows apart in one engine run.
  const urns = (row.components ?? []).map(({ type, name }) => `urn:pulumi:test::${rowName(row)}::${type}::${name}`);
  return (row.components ?? []).map(({ type, name, inputs }, index) => ({
    type,
    name,
    urn: urns[index] ?? "",
    properties: inputs,
    ...(index > 0 && { parent: urns[index - 1] ?? "" }),
  }));
}

function rowName({ name }: ResourceRow): string {
  return name.replaceAll(/\W+/g, "-");
}
