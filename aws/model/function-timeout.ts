import { numberOr, type Resource } from "../../kit/resource";

/** In seconds. Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
const DEFAULT = 3;

/** The timeout of a function in seconds; undefined if unknown. */
export function timeoutOf(lambda: Resource): number | undefined {
  return numberOr(lambda, "timeout", DEFAULT);
}
