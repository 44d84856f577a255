import { partsOf } from "../modules";
import type { SyntaxNode } from "../tree";
import type { Expressions } from "./expressions";
import type { Frame } from "./machine";
import { both, equals, negate, OTHER, type Truth, tells, type Value } from "./values";

/** Whether the patterns of a `case` match a value. The names in them get what they match. */
export function matches(run: Expressions, patterns: readonly SyntaxNode[], value: Value, frame: Frame): Truth {
  const [pattern] = patterns;
  return pattern !== undefined && patterns.length === 1
    ? patternMatches(run, pattern, value, frame)
    : sequenceMatches(run, patterns, value, frame);
}

function patternMatches(run: Expressions, pattern: SyntaxNode, value: Value, frame: Frame): Truth {
  return run.deeper<Truth>(() => {
    const parts = partsOf(pattern);
    const [first] = parts;
    switch (pattern.name) {
      case "CapturePattern":
        run.assign(first, value, frame);
        return "yes";
      case "AsPattern":
        run.assign(parts.at(-1), value, frame);
        return first === undefined ? "either" : patternMatches(run, first, value, frame);
      case "LiteralPattern":
        return equals(value, run.evaluate(first, frame), run.shape);
      case "OrPattern": {
        const truths = parts
          .filter(({ name }) => name !== "LogicOp")
          .map((part) => patternMatches(run, part, value, frame));
        return truths.reduce((one, other) => negate(both(negate(one), negate(other))));
      }
      case "MappingPattern":
        return mappingMatches(run, parts.slice(1, -1), value, frame);
      case "SequencePattern":
        return sequenceMatches(run, parts.slice(1, -1), value, frame);
      default:
        return unclear(run, value);
    }
  }, "either");
}

function sequenceMatches(run: Expressions, parts: readonly SyntaxNode[], value: Value, frame: Frame): Truth {
  const patterns = parts.filter(({ name }) => name !== ",");
  const items = value.kind === "sequence" && value.items.length === patterns.length ? value.items : undefined;
  const truths = patterns.map((pattern, index) => patternMatches(run, pattern, items?.[index] ?? OTHER, frame));
  const isKnown = items !== undefined && patterns.every(({ name }) => name !== "StarPattern");
  return isKnown ? truths.reduce(both, "yes") : unclear(run, value);
}

function mappingMatches(run: Expressions, parts: readonly SyntaxNode[], value: Value, frame: Frame): Truth {
  let truth: Truth = value.kind === "event" ? "yes" : unclear(run, value);
  for (const [index, part] of parts.entries()) {
    const [key, pattern] = [parts[index - 1], parts[index + 1]];
    if (pattern === undefined || (part.name !== ":" && part.name !== "**")) continue;
    const text = frame.scope.module.tree.string(key?.firstChild);
    if (part.name === "**" || value.kind !== "event" || text === undefined) {
      patternMatches(run, pattern, OTHER, frame);
      continue;
    }
    const path = [...value.path, text];
    const { has, distinctive } = run.shape(path);
    if (has === "never") truth = "no";
    if (has === "maybe") truth = both(truth, distinctive ? "telling" : "either");
    truth = both(truth, patternMatches(run, pattern, run.find(path), frame));
  }
  return truth;
}

function unclear(run: Expressions, value: Value): Truth {
  return tells(value, run.shape) ? "telling" : "either";
}
