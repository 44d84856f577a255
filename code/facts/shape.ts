import { step } from "../../kit/budget";
import type { Fact, Facts } from "./facts";
import type { Guard, Guards } from "./guards";
import { FALSE, NULL, sourcesOf, TRUE, type Value } from "./values";

/** The value of an event at a path of keys, see `aws/facts/http-events.ts`. */
export interface EventKey {
  readonly has: "always" | "maybe" | "never";
  /** Whether events of other formats differ here. */
  readonly distinctive: boolean;
  /** Whether it is an object in which events of other formats differ. */
  readonly differsWithin?: boolean;
  /** The text that it always is. */
  readonly text?: string;
}

/** The shape of one format's events. */
export type EventShape = (path: readonly string[]) => EventKey;

/**
 * Whether a condition holds for events of a shape. `either`: that has nothing to do with their format; `telling`: it may be what
 * tells the format from others.
 */
export type Truth = "yes" | "no" | "either" | "telling";

/** Evaluates conditions for events of one shape. */
export class Conditions {
  readonly #known = new Map<Value, Truth>();
  readonly #reached = new Map<NonNullable<Guards>, boolean>();

  constructor(readonly shape: EventShape) {}

  truth(value: Value): Truth {
    step();
    const known = this.#known.get(value) ?? this.#truth(value);
    this.#known.set(value, known);
    return known;
  }

  #truth(value: Value): Truth {
    switch (value.kind) {
      case "constant":
        return value.value ? "yes" : "no";
      case "event":
      case "has": {
        const { has, distinctive } = this.shape(value.path);
        if (has === "maybe") return distinctive ? "telling" : "either";
        return has === "always" ? "yes" : "no";
      }
      case "default": {
        const [truth, standard] = [this.truth(value.value), this.truth(value.standard)];
        return truth === "yes" ? "yes" : truth === "no" ? standard : unless(truth, standard, "yes");
      }
      case "choice": {
        const test = this.truth(value.test);
        if (test === "yes" || test === "no") return this.truth(test === "yes" ? value.yes : value.otherwise);
        return unless(test, this.truth(value.yes), this.truth(value.otherwise));
      }
      case "not":
        return negated(this.truth(value.value));
      case "equal":
        return this.#equal(this.resolve(value.left), this.resolve(value.right));
      case "object":
      case "function":
      case "class":
        return "yes";
      default:
        return this.tells(value) ? "telling" : "either";
    }
  }

  #equal(left: Value, right: Value): Truth {
    if (left.kind === "constant" && right.kind === "constant") return left.value === right.value ? "yes" : "no";
    for (const [one, other] of [
      [left, right],
      [right, left],
    ] as const) {
      if (other.kind !== "constant" || other.value !== null) continue;
      if (one.kind === "event" && this.shape(one.path).has === "always") return "no";
    }
    return this.tells(left) || this.tells(right) ? "telling" : "either";
  }

  /** The value of an expression for events of the shape. */
  resolve(value: Value): Value {
    step();
    switch (value.kind) {
      case "event": {
        const { has, text } = this.shape(value.path);
        if (text !== undefined) return { kind: "constant", value: text };
        return has === "never" ? NULL : value;
      }
      case "default": {
        const own = this.resolve(value.value);
        if (own === NULL) return this.resolve(value.standard);
        return own.kind === "event" && this.shape(own.path).has !== "always" ? value : own;
      }
      case "choice": {
        const test = this.truth(value.test);
        return test === "yes" || test === "no" ? this.resolve(test === "yes" ? value.yes : value.otherwise) : value;
      }
      case "has":
      case "not":
      case "equal": {
        const truth = this.truth(value);
        return truth === "yes" ? TRUE : truth === "no" ? FALSE : value;
      }
      default:
        return value;
    }
  }

  /** Whether a value may differ for events of another format. */
  tells(value: Value): boolean {
    return sourcesOf([value]).some((source) => {
      if (source.kind !== "event" && source.kind !== "has") return false;
      const { has, distinctive, differsWithin, text } = this.shape(source.path);
      const differs = source.kind === "has" || has !== "always" || text !== undefined;
      return differsWithin === true || (distinctive && differs);
    });
  }

  /**
   * Whether code certainly reaches a place for events of the shape: its conditions do not depend on the format.
   * @param knowsFormat whether the code reads keys that only this format has: then a setting may select the format
   */
  reaches({ guards, caught }: Pick<Fact, "guards" | "caught">, knowsFormat: boolean): boolean {
    if (caught === "suppresses") return false;
    const open: Guard[] = [];
    let reached = true;
    // Consecutive reads share most of their conditions.
    for (let next = guards; next !== undefined; next = next.outer) {
      step();
      const known = this.#reached.get(next);
      if (known !== undefined) {
        reached = known;
        break;
      }
      open.push(next.guard);
    }
    let at = guards;
    const all = open.reverse().map((guard) => (reached &&= this.#allows(guard, knowsFormat)));
    for (let index = all.length - 1; index >= 0 && at !== undefined; index--, at = at.outer)
      this.#reached.set(at, all[index] ?? false);
    return reached;
  }

  #allows({ kind, value, holds, otherwiseFails }: Guard, knowsFormat: boolean): boolean {
    if (kind === "caught") return false;
    const truth = holds ? this.truth(value) : negated(this.truth(value));
    if (truth === "no") return false;
    // If the code fails otherwise, it fails in any case, except with an answer about missing keys.
    if (truth === "yes" || (otherwiseFails && !asksForKeys(value))) return true;
    return !(truth === "telling" || (knowsFormat && kind !== "loop" && isForeign(value)));
  }
}

function asksForKeys(value: Value): boolean {
  return sourcesOf([value]).some(({ kind }) => kind === "has");
}

/** Whether a value depends on something other than the event: a setting may select the format. */
function isForeign(value: Value): boolean {
  step();
  switch (value.kind) {
    case "choice":
      return [value.test, value.yes, value.otherwise].some(isForeign);
    case "default":
      return isForeign(value.value) || isForeign(value.standard);
    case "equal":
      return isForeign(value.left) || isForeign(value.right);
    case "not":
      return isForeign(value.value);
    case "text":
      return value.parts.some(isForeign);
    case "environment":
      return true;
    case "external":
    case "other":
      return sourcesOf([value]).length === 0;
    default:
      return false;
  }
}

function negated(truth: Truth): Truth {
  if (truth === "yes") return "no";
  return truth === "no" ? "yes" : truth;
}

/** A choice by an unknown test. */
function unless(test: Truth, one: Truth, other: Truth): Truth {
  if (one === other) return one;
  return [test, one, other].includes("telling") ? "telling" : "either";
}

/** Whether the code reads a key that only events of a shape have. */
export function knowsShape({ eventReads }: Facts, shape: EventShape): boolean {
  return eventReads.some(({ path }) => {
    const { has, distinctive } = shape(path);
    return has !== "never" && distinctive && path[0] !== "version" && path.length < 4;
  });
}
