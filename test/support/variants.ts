import { specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { unknown } from "./wire";

type Properties = Record<string, unknown>;

const WRONG: readonly unknown[] = [null, "text", 5, true, [[1]], [null], { a: 1 }, [{ a: [] }]];

/** Items of a list are alike: of a long one, the first three stand for all. */
const isVaried = (path: readonly string[]) => path.every((step) => !/^\d+$/.test(step) || Number(step) < 3);

/** Each way to make one value of the inputs unknown, at every depth. */
export function* withUnknowns(inputs: Properties): Generator<[place: string, inputs: Properties]> {
  for (const path of [...paths(inputs)].filter(isVaried))
    yield [path.join("."), replace(inputs, path, unknown) as Properties];
}

/**
 * Each value of the inputs, at every depth, replaced by two of other types. The turn decides which two, so that the rows of a
 * table, which share most of their paths, try all of them.
 */
export function* mutations(inputs: Properties, turn: number): Generator<[place: string, inputs: Properties]> {
  for (const path of [...paths(inputs)].filter(isVaried)) {
    for (const shift of [0, WRONG.length / 2]) {
      const value = WRONG[(turn + shift) % WRONG.length];
      yield [`${path.join(".")} = ${JSON.stringify(value)}`, replace(inputs, path, value) as Properties];
    }
    turn++;
  }
}

/** The paths of all values in a value, at every depth. */
export function* paths(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  // Secrets and assets are single values, which no engine sends in part.
  if (typeof value !== "object" || value === null || specialSigKey in value) return;
  for (const [key, child] of Object.entries(value)) yield* paths(child, [...path, key]);
}

/** The same value with another one at a path. */
export function replace(target: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  const copy = (Array.isArray(target) ? [...target] : { ...(target as object) }) as Properties;
  copy[step] = replace(copy[step], rest, value);
  return copy;
}

/** The value at a path. */
export function valueAt(target: unknown, path: readonly string[]): unknown {
  return path.reduce((value, step) => (value as Properties)[step], target);
}
