import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { analyze } from "../../tools/engine";
import { temporaryDirectory } from "../../tools/programs";
import { policyPack } from "./pack-process";
import { type ResourceRow, type ResourceTable, wireComponents, wireResource } from "./resource-table";
import { exported } from "./state";
import { isSecret } from "./wire";

/** Messages by row; all rows of all tables are checked in one engine run for each configuration that some table asks for. */
let results: Promise<ReadonlyMap<ResourceRow, readonly string[]>> | undefined;

/** The messages of a table's policy for one of its rows, as the real engine reports them. */
export async function engineFindings(
  tables: readonly ResourceTable[],
  table: ResourceTable,
  row: ResourceRow,
): Promise<readonly string[]> {
  results ??= judge(tables);
  const findings = (await results).get(row);
  if (findings === undefined) throw new Error(`row "${row.name}" of ${table.policy} was in no engine run`);
  return findings;
}

interface Case {
  readonly table: ResourceTable;
  readonly row: ResourceRow;
  readonly urn: string;
}

async function judge(tables: readonly ResourceTable[]): Promise<Map<ResourceRow, string[]>> {
  const results = new Map<ResourceRow, string[]>();
  for (const { config, cases } of engineRuns(tables)) {
    const violations = await analyzeState(cases, config);
    for (const { table, row, urn } of cases) {
      const own = violations.filter((violation) => violation.policy === table.policy && violation.urn === urn);
      results.set(
        row,
        own.map(({ message }) => message),
      );
    }
  }
  return results;
}

/** Groups rows so that each run has one configuration of each policy: the n-th of every policy go together. */
function engineRuns(tables: readonly ResourceTable[]): { config: object; cases: Case[] }[] {
  const runs: { config: Record<string, unknown>; cases: Case[] }[] = [];
  for (const table of tables) {
    const seen: string[] = [];
    for (const row of [...table.passes, ...table.violates]) {
      const key = JSON.stringify(row.options ?? {});
      if (!seen.includes(key)) seen.push(key);
      const index = seen.indexOf(key);
      runs[index] ??= { config: {}, cases: [] };
      const run = runs[index];
      if (row.options !== undefined) run.config[table.policy] = row.options;
      run.cases.push({ table, row, urn: `${stateUrn(table, row)}-${run.cases.length}` });
    }
  }
  return runs;
}

const ROOT = "urn:pulumi:test::test::pulumi:pulumi:Stack::test-test";

function stateUrn(table: ResourceTable, row: ResourceRow): string {
  return wireResource(table, row, {}).urn;
}

async function analyzeState(cases: readonly Case[], config: object) {
  const directory = await temporaryDirectory();
  try {
    const file = path.join(directory, "state.json");
    await writeFile(file, state(cases));
    const run = await analyze(file, { policyPack, policyPackConfig: config });
    // A run that stopped early would make every row look compliant.
    assert.ok(run.events.at(-1)?.summaryEvent, `the engine did not finish: ${run.stderr}`);
    return run.violations;
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** A stack's state as `pulumi stack export` writes it, with unknown values and secrets where rows have them. */
function state(cases: readonly Case[]): string {
  const resources: object[] = [{ urn: ROOT, custom: false, type: "pulumi:pulumi:Stack" }];
  for (const { table, row, urn } of cases) {
    const provider = `urn:pulumi:test::test::pulumi:providers:aws::provider-${resources.length}`;
    const id = "2f7b2a1c-0c44-4dbb-9d4d-3f0c2e0f7f11";
    resources.push({ urn: provider, custom: true, id, type: "pulumi:providers:aws", inputs: row.provider ?? {} });
    const components = wireComponents(row);
    for (const component of components) {
      const { urn, type, properties: inputs, parent = ROOT } = component;
      resources.push({ urn, custom: false, type, inputs: inState(inputs), outputs: {}, parent });
    }
    const type = row.type ?? table.type;
    // The Terraform bridge notes its defaults; the native provider has none.
    const noted = !row.onlyRead && !type.startsWith("aws-native:") && { __defaults: [] };
    resources.push({
      urn,
      custom: true,
      id: "id",
      type,
      inputs: { ...(inState(row.inputs) as object), ...noted },
      outputs: {},
      parent: components.at(-1)?.urn ?? ROOT,
      provider: `${provider}::${id}`,
    });
  }
  return exported(resources);
}

/** States write secrets in another form than requests do. */
function inState(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(inState);
  if (isSecret(value)) return { [specialSigKey]: specialSecretSig, plaintext: JSON.stringify(inState(value.value)) };
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, inState(child)]));
}
