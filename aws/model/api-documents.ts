import { type Property, textOf } from "../../kit/known";

/** A method in an OpenAPI document, with the function that it calls. */
export interface DocumentedCall {
  /** `GET` and the like, or `ANY`. */
  readonly verb: string;
  readonly path: string;
  readonly uri: string;
}

/** The longest document that is read, in characters, and the most calls in it. */
const [MAX_DOCUMENT, MAX_CALLS] = [500_000, 500];

const ANY = "x-amazon-apigateway-any-method";
const VERBS: ReadonlySet<string> = new Set(["get", "put", "post", "delete", "options", "head", "patch", ANY]);

/**
 * The methods of an OpenAPI document in JSON that call a function, and not with a role. Documents in YAML are not read.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function documentedCalls(document: Property): readonly DocumentedCall[] {
  const text = textOf(document);
  const paths = text === undefined || text.length > MAX_DOCUMENT ? undefined : membersOf(parse(text)).paths;
  const calls = Object.entries(membersOf(paths)).flatMap(([path, methods]) =>
    Object.entries(membersOf(methods))
      .filter(([verb]) => VERBS.has(verb.toLowerCase()))
      .flatMap(([verb, method]) => {
        const integration = membersOf(membersOf(method)["x-amazon-apigateway-integration"]);
        const { type, uri, credentials } = integration;
        const isCall = typeof type === "string" && /^aws(?:_proxy)?$/i.test(type) && credentials === undefined;
        return isCall && typeof uri === "string"
          ? [{ verb: verb === ANY ? "ANY" : verb.toUpperCase(), path, uri }]
          : [];
      }),
  );
  return calls.slice(0, MAX_CALLS);
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
