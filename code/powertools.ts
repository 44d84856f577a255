import type { Facts } from "./facts";

/** A resolver of Powertools that a handler gives its event to. */
export interface Resolver {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly name: string;
  /** The formats that it reads, and a key of these that others do not have. */
  readonly formats: readonly string[];
  readonly key: string;
}

/** Source: https://docs.aws.amazon.com/powertools/python/latest/core/event_handler/api_gateway/, 2026-11-30 */
const RESOLVERS: Readonly<Record<string, Pick<Resolver, "formats" | "key">>> = {
  APIGatewayRestResolver: { formats: ["REST", "1.0"], key: "path" },
  APIGatewayHttpResolver: { formats: ["2.0"], key: "rawPath" },
  LambdaFunctionUrlResolver: { formats: ["2.0"], key: "rawPath" },
};

/** The resolver to which the event of a handler certainly goes as it comes. */
export function resolverOf({ externalCalls }: Facts): Resolver | undefined {
  for (const { name, args, certainty, caught, phase, file, line, column } of externalCalls) {
    const [, made = ""] =
      /^aws_lambda_powertools\.event_handler\.(?:api_gateway\.)?(\w+)\(\)\.resolve$/.exec(name) ?? [];
    const resolver = Object.hasOwn(RESOLVERS, made) ? RESOLVERS[made] : undefined;
    const [event] = args.positional;
    const isWhole = event?.kind === "event" && event.path.length === 0;
    if (resolver !== undefined && isWhole && certainty === "always" && caught !== "suppresses" && phase === "call")
      return { file, line, column, name: made, ...resolver };
  }
  return undefined;
}
