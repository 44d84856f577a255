import { specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import fc from "fast-check";
import { hostileText, hostileValue, object, PROTOTYPE_KEYS } from "./hostile";

type Properties = Readonly<Record<string, unknown>>;

/** How often a value is replaced by a hostile one: once in so many. */
const RARELY = 40;

/**
 * Values of the shape that samples have: every object takes its properties from all of them, lists have any of their elements,
 * and everywhere a hostile value may stand instead.
 */
export function like(samples: readonly unknown[]): fc.Arbitrary<unknown> {
  const objects = samples.filter(isObject);
  const lists = samples.filter((sample) => Array.isArray(sample));
  const others = samples.filter((sample) => !isObject(sample) && !Array.isArray(sample));
  const kinds: fc.WeightedArbitrary<unknown>[] = [
    ...(objects.length > 0 ? [{ weight: RARELY * objects.length, arbitrary: objectLike(objects) }] : []),
    ...(lists.length > 0 ? [{ weight: RARELY * lists.length, arbitrary: listLike(lists) }] : []),
    ...(others.length > 0 ? [{ weight: RARELY * others.length, arbitrary: fc.constantFrom(...others) }] : []),
  ];
  return fc.oneof(...kinds, { weight: Math.max(samples.length, 1), arbitrary: hostileValue });
}

/** Properties of a resource; their names may be hostile, but they are properties. */
export function propertiesLike(samples: readonly Properties[]): fc.Arbitrary<Record<string, unknown>> {
  return objectLike(samples);
}

function objectLike(samples: readonly Properties[]): fc.Arbitrary<Record<string, unknown>> {
  const names = [...new Set(samples.flatMap((sample) => Object.keys(sample)))];
  const own = names.map((name) => {
    const values = samples.filter((sample) => Object.hasOwn(sample, name)).map((sample) => sample[name]);
    return fc.option(fc.tuple(fc.constant(name), like(values)), { freq: 8 });
  });
  const name = fc.oneof(fc.constantFrom(...PROTOTYPE_KEYS), hostileText);
  const extra = fc.oneof(
    { weight: RARELY, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.tuple(name, hostileValue) },
  );
  return fc.tuple(fc.tuple(...own), extra).map(([entries, more]) => {
    return object([...entries, more].filter((entry) => entry !== null));
  });
}

function listLike(samples: readonly (readonly unknown[])[]): fc.Arbitrary<unknown[]> {
  const longest = Math.max(...samples.map(({ length }) => length));
  const elements = samples.flat();
  return elements.length === 0 ? fc.constant([]) : fc.array(like(elements), { maxLength: longest + 2 });
}

/** Assets and secrets are single values, which no engine sends in part. */
function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(specialSigKey in value);
}
