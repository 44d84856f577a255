import { words } from "../kit/words";
import { type Answer, type Facts, keysOf, memberOf, type Value } from "./facts";
import { Conditions, type EventShape, knowsShape } from "./facts/shape";

/** An answer of a handler that an API refuses. */
export interface RefusedAnswer extends Answer {
  /** `shape`: it is no object of a status, headers and a body. `body`: its body is no text. */
  readonly why: "shape" | "body";
}

/** The keys of an answer. */
const KEYS = words("statusCode headers multiValueHeaders body isBase64Encoded cookies");

/** The answers to events of a shape that a REST API, or payload format 1.0, certainly refuses. */
export function refusedAnswers(facts: Facts, shape: EventShape): readonly RefusedAnswer[] {
  if (facts.handler !== "direct") return [];
  const conditions = new Conditions(shape);
  const knows = knowsShape(facts, shape);
  return facts.answers.flatMap((answer): readonly RefusedAnswer[] => {
    const why = answer.certainty === "unreached" || answer.isOpaque ? undefined : refusalOf(answer.value);
    return why === undefined || !conditions.reaches(answer, knows) ? [] : [{ ...answer, why }];
  });
}

function refusalOf(answer: Value): RefusedAnswer["why"] | undefined {
  if (isText(answer)) return "shape";
  if (answer.kind !== "object" || answer.what === "instance" || answer.what === "module") return undefined;
  if (answer.what === "list") return "shape";
  const { keys, isComplete } = keysOf(answer);
  if (!keys.includes("statusCode")) return isComplete && keys.some((key) => !KEYS.has(key)) ? "shape" : undefined;
  const body = memberOf(answer, "body");
  return body?.kind === "object" && (body.what === "dictionary" || body.what === "list") ? "body" : undefined;
}

function isText(value: Value): boolean {
  if (value.kind === "constant") return typeof value.value === "string";
  // A sum may be one of numbers.
  if (value.kind === "text") return value.parts.some((part) => isText(part));
  return value.kind === "external" && /^(?:json\.dumps|JSON\.stringify)\(\)$/.test(value.name);
}
