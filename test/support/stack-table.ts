import assert from "node:assert/strict";
import { policies } from "../../policies";
import { type Diagnostic, PackProcess, type WireResource } from "./pack-process";
import { assertExempted } from "./resource-table";
import { mutations, withUnknowns } from "./variants";

type Properties = Record<string, unknown>;

/** A resource of a row's stack. Other resources are named by their logical names, after `type::` where two have the same. */
export interface StackResource {
  readonly type: string;
  readonly name: string;
  /** Inputs, where it matters which of the outputs the program set. */
  readonly inputs?: Properties;
  /** Outputs in the engine's wire form, `unknown` where the provider has still to say. */
  readonly outputs?: Properties;
  /** The stack itself where left out. */
  readonly parent?: string;
  readonly dependsOn?: readonly string[];
  /** Which resources each property was made from; these are dependencies too. */
  readonly madeFrom?: Readonly<Record<string, readonly string[]>>;
  /** Components have no provider. */
  readonly component?: boolean;
  /** Properties of the provider. */
  readonly provider?: Properties;
  /** Whether the program only reads the resource, as by `Queue.get`. */
  readonly onlyRead?: true;
}

export interface StackRow {
  readonly name: string;
  /** The smallest stack that shows what the row's name says, in the order of registration. */
  readonly resources: readonly StackResource[];
  /** The stack's outputs. */
  readonly exports?: Properties;
  readonly options?: Properties;
}

export interface StackFinding {
  /** Logical name of the resource at fault, or `stack`. */
  readonly on: string;
  /** The whole text, without the description above it and the link below. */
  readonly text: string;
  /** Where the finding is advisory though the policy is mandatory. */
  readonly level?: "advisory";
}

export interface ViolatingStackRow extends StackRow {
  readonly findings: readonly StackFinding[];
}

export interface StackTable {
  readonly policy: string;
  readonly passes: readonly StackRow[];
  readonly violates: readonly ViolatingStackRow[];
}

const tables: StackTable[] = [];

/** Every table that is loaded, for the test that ties tables and catalogue together. */
export const stackTables: readonly StackTable[] = tables;

/** Declares the tests of a stack policy: each row, and variants of it that hold for every policy, on the real pack process. */
export function stackTable(table: StackTable): void {
  tables.push(table);
  const policy = policies.find(({ metadata }) => metadata.name === table.policy);

  describe(`policy ${table.policy}`, () => {
    let pack: PackProcess;
    before(async () => {
      pack = await PackProcess.start();
    });
    after(() => pack.stop());

    const prepare = async (row: StackRow) => {
      const { options } = row;
      const others = policies.map(({ metadata }) => [metadata.name, { level: "disabled" }] as const);
      const own = { level: "mandatory", ...(options && { options }) };
      await pack.configure({ ...Object.fromEntries(others), [table.policy]: own });
      for (const resource of wireInputs(row)) await pack.analyze(resource);
    };
    const judge = (resources: readonly WireResource[]) => pack.analyzeStack(resources);

    for (const row of table.passes) {
      it(`passes: ${row.name}`, async () => {
        await prepare(row);
        assert.deepEqual(await judge(wireStack(row)), []);
      });
    }
    for (const row of table.violates) {
      it(`violates: ${row.name}`, async () => {
        assert.ok(policy, `no policy ${table.policy} in the catalogue`);
        await prepare(row);
        const found = await judge(wireStack(row));
        const expected = row.findings.map(({ on, text, level = "mandatory" }) => ({
          on,
          level,
          message: [policy.metadata.description, text, policy.url].join("\n"),
        }));
        assert.deepEqual(
          found.map(({ urn, level, message }) => ({ on: nameOf(urn), level, message })),
          expected,
        );
      });
    }

    it("never adds a finding when a value becomes unknown", async () => {
      for (const row of [...table.passes, ...table.violates]) {
        await prepare(row);
        const findings = await judge(wireStack(row));
        await eachVariant(row, withUnknowns, async (resources, place) => {
          const found = await judge(resources);
          assertNoInternalError(found, row, place);
          assert.ok(found.length <= findings.length, `${row.name}: ${place} unknown adds ${JSON.stringify(found)}`);
        });
      }
    });
    it("never fails on a value of the wrong type", async () => {
      for (const row of [...table.passes, ...table.violates]) {
        await prepare(row);
        await eachVariant(row, mutations, async (resources, place) => {
          assertNoInternalError(await judge(resources), row, place);
        });
      }
    });
    it("makes each finding an advisory with the reason where the resource is exempted", async () => {
      for (const row of table.violates) {
        const exemptions = [{ resource: "*", reason: "by design" }];
        await prepare({ ...row, options: { ...row.options, exemptions } });
        assertExempted(await judge(wireStack(row)), row.findings.length, row.name);
      }
    });
    it("finds the same whatever the order of the resources", async () => {
      for (const row of table.violates) {
        await prepare(row);
        const stack = wireStack(row);
        assert.deepEqual(sorted(await judge(stack.toReversed())), sorted(await judge(stack)), row.name);
      }
    });
    it("never fails on URNs that point at nothing, and on cycles", async () => {
      for (const row of [...table.passes, ...table.violates]) {
        await prepare(row);
        const stack = wireStack(row);
        const urns = stack.map(({ urn }) => urn);
        const cyclic = stack.map((resource, index) => ({
          ...resource,
          parent: urns[(index + 1) % urns.length] ?? "",
          dependencies: urns,
        }));
        assertNoInternalError(await judge(cyclic), row, "everything depends on everything");
        for (const { urn } of stack) {
          const without = stack.filter((resource) => resource.urn !== urn);
          if (without.length > 0) assertNoInternalError(await judge(without), row, `without ${urn}`);
        }
      }
    });
  });
}

/** A project of its own keeps the URNs of rows apart in one process. */
function urn(row: StackRow, type: string, name: string): string {
  return `urn:pulumi:test::${row.name.replaceAll(/\W+/g, "-")}::${type}::${name}`;
}

const ROOT_TYPE = "pulumi:pulumi:Stack";

/** The inputs of a row's resources, as the engine sends them before the stack. */
export function wireInputs(row: StackRow): readonly WireResource[] {
  return row.resources.flatMap((resource): WireResource[] => {
    const { type, name, inputs, onlyRead = false } = resource;
    if (inputs === undefined) return [];
    return [{ type, name, urn: urn(row, type, name), properties: inputs, ...providerOf(resource), onlyRead }];
  });
}

function providerOf({ type, component, provider = {} }: StackResource) {
  return component ? {} : { provider: { type: `pulumi:providers:${type.split(":")[0]}`, properties: provider } };
}

/** A row as the engine sends it. */
export function wireStack(row: StackRow): readonly WireResource[] {
  const rootUrn = urn(row, ROOT_TYPE, "stack");
  const urns = new Map(
    row.resources.flatMap(({ type, name }) => [name, `${type}::${name}`].map((key) => [key, urn(row, type, name)])),
  );
  const urnOf = (name: string) => {
    const urn = urns.get(name);
    assert.ok(urn, `row "${row.name}" has no resource ${name}`);
    return urn;
  };
  const resources = row.resources.map((resource): WireResource => {
    const { type, name, outputs, parent, dependsOn, madeFrom } = resource;
    const sources = Object.entries(madeFrom ?? {}).map(([property, names]) => [property, names.map(urnOf)] as const);
    return {
      type,
      name,
      urn: urn(row, type, name),
      properties: outputs ?? {},
      parent: parent === undefined ? rootUrn : urnOf(parent),
      dependencies: [...new Set([...(dependsOn ?? []).map(urnOf), ...sources.flatMap(([, found]) => found)])],
      propertyDependencies: Object.fromEntries(sources),
      ...providerOf(resource),
    };
  });
  const root = { type: ROOT_TYPE, name: "stack", urn: rootUrn, properties: row.exports ?? {} };
  return [root, ...resources];
}

async function eachVariant(
  row: StackRow,
  variants: (properties: Properties) => Iterable<[place: string, properties: Properties]>,
  use: (resources: readonly WireResource[], place: string) => Promise<void>,
): Promise<void> {
  const stack = wireStack(row);
  for (const resource of stack) {
    const changed = [...variants(resource.properties)].map(([place, properties]) =>
      use(
        stack.map((other) => (other === resource ? { ...resource, properties } : other)),
        `${resource.name}.${place}`,
      ),
    );
    await Promise.all(changed);
  }
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}

function sorted(found: readonly Diagnostic[]): readonly string[] {
  return found.map(({ urn, message }) => `${urn} ${message}`).sort();
}

function assertNoInternalError(found: readonly Diagnostic[], row: StackRow, place: string): void {
  const error = found.find(({ message }) => message.includes("internal error"));
  assert.equal(error, undefined, `${row.name}, ${place}: ${error?.message}`);
}
