import fc from "fast-check";
import type { WireResource } from "../../support/pack-process";
import { hostileText } from "./hostile";
import { propertiesByType, stacks } from "./samples";
import { propertiesLike } from "./shapes";

/** A stack as the engine sends it: the inputs of its resources one by one, and then all that it has. */
export interface Generated {
  readonly resources: readonly WireResource[];
  readonly inputs: readonly WireResource[];
}

type Change = (resources: readonly WireResource[]) => readonly WireResource[];

const like = new Map([...propertiesByType].map(([type, properties]) => [type, propertiesLike(properties)]));
const types = [...like.keys()];
const STRANGER = "urn:pulumi:dev::elsewhere::aws:sqs/queue:Queue::missing";

/** Stacks of the tables put together: their resources refer to each other, and not to those of another. */
const combined = (all: readonly Generated[]): fc.Arbitrary<Generated> =>
  fc.array(fc.constantFrom(...all), { minLength: 1, maxLength: 3 }).map((chosen) => {
    const apart = chosen.map(moved);
    return {
      resources: apart.flatMap(({ resources }) => resources),
      inputs: apart.flatMap(({ inputs }) => inputs),
    };
  });

/** The same stack with names of its own; all of them share the root. */
function moved(stack: Generated, at: number): Generated {
  const root = stack.resources[0]?.urn;
  const urnOf = (urn: string) => (urn === root ? ROOT : `${urn.replace(/::[^:]*::/, "::program::")}-${at}`);
  const resources = stack.resources.map((resource) => ({
    ...resource,
    urn: urnOf(resource.urn),
    ...(resource.parent !== undefined && { parent: urnOf(resource.parent) }),
    dependencies: (resource.dependencies ?? []).map(urnOf),
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies ?? {}).map(([name, urns]) => [name, urns.map(urnOf)]),
    ),
  }));
  const inputs = stack.inputs.map(({ urn, ...resource }) => ({ ...resource, urn: urnOf(urn) }));
  return { resources: resources.filter(({ urn }) => at === 0 || urn !== ROOT), inputs };
}

const ROOT = "urn:pulumi:dev::program::pulumi:pulumi:Stack::program-dev";

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** Changes one of the resources, chosen by where it is among all. */
function changing(change: (resource: WireResource, other: string) => WireResource): fc.Arbitrary<Change> {
  return fc.tuple(share, share).map(
    ([one, two]): Change =>
      (resources) => {
        const at = Math.floor(one * resources.length);
        const other = two > 0.9 ? STRANGER : (resources[Math.floor((two * resources.length) / 0.9)]?.urn ?? STRANGER);
        return resources.map((resource, index) => (index === at ? change(resource, other) : resource));
      },
  );
}

const reparented = changing((resource, parent) => ({ ...resource, parent }));
const depending = changing((resource, other) => ({
  ...resource,
  dependencies: [...(resource.dependencies ?? []), other],
}));
const madeFrom = fc
  .constantFrom("code", "layers", "apiId", "bucket", "queues", "policy", "__proto__", "integrationUri", "role")
  .chain((property) =>
    changing((resource, other) => ({
      ...resource,
      propertyDependencies: Object.fromEntries([
        ...Object.entries(resource.propertyDependencies ?? {}),
        [property, [other]],
      ]),
    })),
  );
const emptied = changing((resource) => ({ ...resource, propertyDependencies: {}, dependencies: [] }));
const withoutProvider = changing(({ provider: _, ...resource }) => resource);
const renamed = hostileText.chain((name) => changing((resource) => ({ ...resource, name })));
const removed: fc.Arbitrary<Change> = share.map(
  (at): Change =>
    (resources) => {
      return resources.length < 2 ? resources : resources.toSpliced(Math.floor(at * resources.length), 1);
    },
);
const reshaped: fc.Arbitrary<Change> = fc
  .tuple(share, fc.record(Object.fromEntries(types.map((type) => [type, fc.constant(type)]))))
  .chain(([at]) =>
    fc.tuple(...types.map((type) => like.get(type) ?? fc.constant({}))).map(
      (all): Change =>
        (resources) => {
          const index = Math.floor(at * resources.length);
          return resources.map((resource, each) => {
            const properties = all[types.indexOf(resource.type)];
            return each === index && properties !== undefined ? { ...resource, properties } : resource;
          });
        },
    ),
  );
const duplicated: fc.Arbitrary<Change> = share.map(
  (at): Change =>
    (resources) => {
      const twin = resources[Math.floor(at * resources.length)];
      return twin === undefined ? resources : [...resources, twin];
    },
);

const changes = fc.oneof(
  { weight: 4, arbitrary: reparented },
  { weight: 4, arbitrary: depending },
  { weight: 6, arbitrary: madeFrom },
  { weight: 2, arbitrary: emptied },
  { weight: 2, arbitrary: withoutProvider },
  { weight: 2, arbitrary: renamed },
  { weight: 2, arbitrary: removed },
  { weight: 8, arbitrary: reshaped },
);

function changed(change: fc.Arbitrary<Change>, all: readonly Generated[] = stacks): fc.Arbitrary<Generated> {
  return fc.tuple(combined(all), fc.array(change, { maxLength: 6 })).map(([{ resources, inputs }, all]) => ({
    resources: all.reduce((result, change) => change(result), resources),
    inputs,
  }));
}

/** Stacks with hostile values, cycles, parents and dependencies that are not there. */
export const generatedStacks: fc.Arbitrary<Generated> = changed(changes);

/** The same, of the rows of some policies. */
export function generatedStacksOf(policies: readonly string[]): fc.Arbitrary<Generated> {
  return changed(
    changes,
    stacks.filter(({ policy }) => policies.includes(policy)),
  );
}

/** The same, in which a resource may also be there twice. */
export const stacksWithTwins: fc.Arbitrary<Generated> = changed(
  fc.oneof({ weight: 20, arbitrary: changes }, { weight: 3, arbitrary: duplicated }),
);
