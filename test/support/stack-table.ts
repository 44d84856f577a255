import assert from "node:assert/strict";
import type { Stage } from "../../kit/metadata";
import { policies } from "../../policies";
import { type Diagnostic, isExecutable, PackProcess, type WireResource } from "./pack-process";
import { assertExempted } from "./resource-table";
import { isProgram, project, sent, stages } from "./row-program";
import { mutations, withUnknowns } from "./variants";

type Properties = Record<string, unknown>;

/** A resource of a row's stack. Other resources are named by their logical names, after `type::` where two have the same. */
export interface StackResource {
  readonly type: string;
  readonly name: string;
  /** What the program sets, with `output(…)`, `madeFrom(…)` and `later(…)` of `row-program.ts` for what is made from others. */
  readonly inputs?: Properties;
  /**
   * What a component registers, or a provider other than AWS answers. For a resource of AWS it makes the row one that is checked
   * as it is written: for what AWS answers and the stand-in cannot, in the engine's wire form.
   */
  readonly outputs?: Properties;
  /** The stack itself where left out. */
  readonly parent?: string;
  readonly dependsOn?: readonly string[];
  /** As the option of that name, which a state does not have. */
  readonly deleteBeforeReplace?: true;
  /** Which resources each property was made from, where outputs are written; these are dependencies too. */
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
  /** When the row is checked, where it is not about all stages. */
  readonly at?: readonly [Stage, ...Stage[]];
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

/**
 * Declares the tests of a stack policy. By the executable form, each row is checked by the real pack process; by the sources, rows and
 * variants of them that hold for every policy in this process.
 */
export function stackTable(table: StackTable): void {
  tables.push(table);
  const policy = policies.find(({ metadata }) => metadata.name === table.policy);

  describe(`policy ${table.policy}`, () => {
    let pack: PackProcess;
    before(async () => {
      pack = await PackProcess.shared();
    });

    const prepare = async (row: StackRow, stage?: Stage, on = pack) => {
      const { options } = row;
      const others = policies.map(({ metadata }) => [metadata.name, { level: "disabled" }] as const);
      const own = { level: "mandatory", ...(options && { options }) };
      await on.configure({ ...Object.fromEntries(others), [table.policy]: own });
      for (const resource of wireInputs(row, stage)) {
        if (stage === "state" && !resource.onlyRead) await on.remediate(asStored(resource));
        await on.analyze(resource);
      }
    };
    const judge = (resources: readonly WireResource[], by = pack) => by.analyzeStack(resources);

    const silent: readonly Stage[] = policy?.metadata.silent?.at ?? [];
    /** Rows with each stage that they are checked at. */
    const judgements = <Row extends StackRow>(rows: readonly Row[]) =>
      rows.flatMap((row) => stagesOf(row).map((stage) => [row, stage] as const));
    /** Each row at one of its stages: those of a table share most of what is varied. A state is sent as the stack after an `up` is. */
    const varied = [...table.passes, ...table.violates].map((row, turn) => {
      const before = stagesOf(row).filter((stage) => stage !== "state");
      return [row, before.length > 0 ? before[turn % before.length] : "state"] as const;
    });
    const findings = judgements(table.violates).filter(([, stage]) => stage === undefined || !silent.includes(stage));

    for (const [row, stage] of judgements(table.passes)) {
      it(`passes${at(stage)}: ${row.name}`, async () => {
        await prepare(row, stage);
        assert.deepEqual(await judge(wireStack(row, stage)), []);
      });
    }
    for (const [row, stage] of judgements(table.violates)) {
      if (stage === undefined || !silent.includes(stage)) continue;
      it(`is silent${at(stage)}: ${row.name}`, async () => {
        await prepare(row, stage);
        assert.deepEqual(await judge(wireStack(row, stage)), []);
      });
    }
    for (const [row, stage] of findings) {
      it(`violates${at(stage)}: ${row.name}`, async () => {
        assert.ok(policy, `no policy ${table.policy} in the catalogue`);
        await prepare(row, stage);
        const found = await judge(wireStack(row, stage));
        const expected = row.findings.map(({ on, text, level = "mandatory" }) => ({
          on,
          level,
          message: [policy.metadata.description, text, policy.url].join("\n"),
        }));
        const told = found.map(({ urn, level, message }) => ({ on: nameOf(urn), level, message }));
        // What is known decides in which order resources are found.
        if (stage === undefined) assert.deepEqual(told, expected);
        else assert.deepEqual(told.sort(byText), expected.sort(byText));
      });
    }

    if (isExecutable) return;
    const variants = PackProcess.inThisProcess();

    it("never adds a finding when a value becomes unknown", async () => {
      for (const [row, stage] of varied) {
        await prepare(row, stage, variants);
        const findings = await judge(wireStack(row, stage), variants);
        await eachVariant(row, stage, withUnknowns, async (resources, place) => {
          const found = await judge(resources, variants);
          assertNoInternalError(found, row, place);
          assert.ok(found.length <= findings.length, `${row.name}: ${place} unknown adds ${JSON.stringify(found)}`);
        });
      }
    });
    it("never fails on a value of the wrong type", async () => {
      for (const [turn, row] of [...table.passes, ...table.violates].entries()) {
        const stage = stagesOf(row).at(-1);
        await prepare(row, stage, variants);
        const mutated = (properties: Properties) => mutations(properties, turn);
        await eachVariant(row, stage, mutated, async (resources, place) => {
          assertNoInternalError(await judge(resources, variants), row, place);
        });
      }
    });
    it("makes each finding an advisory with the reason where the resource is exempted", async () => {
      for (const [row, stage] of findings) {
        const exemptions = [{ resource: "*", reason: "by design" }];
        await prepare({ ...row, options: { ...row.options, exemptions } }, stage, variants);
        assertExempted(await judge(wireStack(row, stage), variants), row.findings.length, row.name);
      }
    });
    it("finds the same whatever the order of the resources", async () => {
      for (const [row, stage] of findings) {
        await prepare(row, stage, variants);
        const stack = wireStack(row, stage);
        assert.deepEqual(
          sorted(await judge(stack.toReversed(), variants)),
          sorted(await judge(stack, variants)),
          row.name,
        );
      }
    });
    it("never fails on URNs that point at nothing, and on cycles", async () => {
      for (const [row, stage] of varied) {
        await prepare(row, stage, variants);
        const stack = wireStack(row, stage);
        const urns = stack.map(({ urn }) => urn);
        const cyclic = stack.map((resource, index) => ({
          ...resource,
          parent: urns[(index + 1) % urns.length] ?? "",
          dependencies: urns,
        }));
        assertNoInternalError(await judge(cyclic, variants), row, "everything depends on everything");
        for (const { urn } of stack) {
          const without = stack.filter((resource) => resource.urn !== urn);
          if (without.length > 0) assertNoInternalError(await judge(without, variants), row, `without ${urn}`);
        }
      }
    });
  });
}

/** The stages that a row is checked at; one without a name where it is checked as it is written. */
function stagesOf(row: StackRow): readonly (Stage | undefined)[] {
  if (isProgram(row)) return row.at ?? stages;
  assert.equal(row.at, undefined, `row "${row.name}" writes outputs, so that it is of no stage`);
  return [undefined];
}

/** In a state, each resource is asked a repair of before, with the notes of its provider. */
function asStored(resource: WireResource): WireResource {
  return resource.provider ? { ...resource, properties: { __defaults: [], ...resource.properties } } : resource;
}

function at(stage: Stage | undefined): string {
  return stage === undefined ? "" : ` at ${stage}`;
}

function urn(row: StackRow, type: string, name: string): string {
  return `urn:pulumi:test::${project(row)}::${type}::${name}`;
}

const ROOT_TYPE = "pulumi:pulumi:Stack";

/** The inputs of a row's resources, as the engine sends them before the stack. */
export function wireInputs(row: StackRow, stage = stagesOf(row)[0]): readonly WireResource[] {
  if (stage !== undefined) return sent(row, stage).resources;
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
export function wireStack(row: StackRow, stage = stagesOf(row)[0]): readonly WireResource[] {
  if (stage !== undefined) return sent(row, stage).stack;
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
  stage: Stage | undefined,
  variants: (properties: Properties) => Iterable<[place: string, properties: Properties]>,
  use: (resources: readonly WireResource[], place: string) => Promise<void>,
): Promise<void> {
  const stack = wireStack(row, stage);
  for (const resource of stack) {
    const judged = stage === undefined ? resource.properties : withoutIdleOutputs(row, resource);
    const changed = [...variants(judged)].map(([place, properties]) =>
      use(
        stack.map((other) =>
          other === resource ? { ...resource, properties: { ...resource.properties, ...properties } } : other,
        ),
        `${resource.name}.${place}`,
      ),
    );
    await Promise.all(changed);
  }
}

/** Providers answer dozens of outputs that a row is not about, and each would be varied in every row. */
function withoutIdleOutputs(row: StackRow, { name, properties }: WireResource): Properties {
  const inputs = row.resources.find((resource) => resource.name === name)?.inputs ?? row.exports ?? {};
  const idle = (property: string) => !(property in inputs) && !/^(id|name|\w*(arn|url|endpoint))$/i.test(property);
  return Object.fromEntries(Object.entries(properties).filter(([property]) => !idle(property)));
}

function byText(a: { readonly message: string }, b: { readonly message: string }): number {
  return a.message.localeCompare(b.message);
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
