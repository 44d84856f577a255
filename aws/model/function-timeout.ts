import { numberOr, type Resource } from "../../kit/resource";

/** In seconds. Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
const DEFAULT = 3;

/** For how many seconds a function may work on an event; undefined where that cannot be known. */
export function timeoutOf(lambda: Resource): number | undefined {
  return numberOr(lambda, "timeout", DEFAULT);
}
