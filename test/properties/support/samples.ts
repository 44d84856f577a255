import type { WireResource } from "../../support/pack-process";
import { wireInputs, wireStack } from "../../support/stack-table";
import { loadTables } from "./tables";

type Properties = Readonly<Record<string, unknown>>;

export const tables = loadTables();

/** A resource of the tables: what generated ones start from. */
export interface Sample {
  readonly policy: string;
  readonly type: string;
  readonly inputs: Properties;
  readonly provider: Properties;
}

/** Every resource of the tables of resource policies. */
export const samples: readonly Sample[] = tables.resources.flatMap(
  ({ policy, type, passes, violates, advises, repairs }) =>
    [...passes, ...violates, ...(advises ?? []), ...(repairs ?? [])].map((row) => ({
      policy,
      type: row.type ?? type,
      inputs: row.inputs,
      provider: row.provider ?? {},
    })),
);

/** Every stack of the tables of stack policies, with what the program gave its resources. */
export const stacks: readonly {
  readonly policy: string;
  readonly resources: readonly WireResource[];
  readonly inputs: readonly WireResource[];
}[] = tables.stacks.flatMap(({ policy, passes, violates }) =>
  [...passes, ...violates].map((row) => ({ policy, resources: wireStack(row), inputs: wireInputs(row) })),
);

/** The properties that samples have, by the type of the resource: as inputs and as outputs. */
export const propertiesByType: ReadonlyMap<string, readonly Properties[]> = byType();

function byType(): ReadonlyMap<string, readonly Properties[]> {
  const all = new Map<string, Properties[]>();
  const add = (type: string, properties: Properties) => {
    const known = all.get(type);
    if (known === undefined) all.set(type, [properties]);
    else known.push(properties);
  };
  for (const { type, inputs } of samples) add(type, inputs);
  for (const { resources, inputs } of stacks) {
    for (const { type, properties } of resources) add(type, properties);
    for (const { type, properties } of inputs) add(type, properties);
  }
  return all;
}
