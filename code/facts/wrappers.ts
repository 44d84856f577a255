import { lookUpMember } from "./members";
import { itemsOf } from "./objects";
import type { ExternalCall, FunctionValue, Value } from "./values";

/** The own function that is the handler, or that its wrapper got. */
export interface Handler {
  readonly called?: FunctionValue;
  /** Whether its wrapper may change the event or the answer. */
  readonly isWrapped: boolean;
  /** The keys of the event that middlewares change. */
  readonly changed: readonly string[];
}

export function handlerIn(given: Value | undefined): Handler {
  const value = given?.kind === "object" ? lookUpMember(given, "__call__") : given;
  if (value?.kind === "function") return { called: value, isWrapped: value.isWrapped ?? false, changed: [] };
  const calls: ExternalCall[] = [];
  for (let from = value?.kind === "external" ? value.from : undefined; from !== undefined; from = from.from)
    calls.push(from);
  const called = calls.flatMap(({ args }) => args.positional).find((given) => given.kind === "function");
  if (called?.kind !== "function") return { isWrapped: false, changed: [] };
  const used = calls.flatMap(({ name, args }) => (name.endsWith("().use") ? args.positional.flatMap(listed) : []));
  const changed = used.map((one) =>
    one.kind === "external" ? MIDDLEWARES.find(([name]) => name.test(one.name)) : undefined,
  );
  const isPlain = value?.kind === "external" && PLAIN.test(value.name) && changed.every((one) => one !== undefined);
  return { called, isWrapped: !isPlain, changed: changed.flatMap((one) => one?.[1] ?? []) };
}

function listed(value: Value): readonly Value[] {
  return itemsOf(value) ?? [value];
}

/** Wrappers of Node.js handlers that pass on event and answer, apart from their middlewares. */
const PLAIN = /^(?:@middy\/core(?:\(\)\.(?:use|handler))*|(?:[^()]*\.)?(?:wrapHandler|datadog|streamifyResponse))\(\)$/;

/**
 * Middlewares that leave the event unchanged, or change only these keys of it, and return the answer with its body.
 * Source: https://middy.js.org/docs/category/middlewares, 2026-11-30
 */
const MIDDLEWARES: readonly (readonly [name: RegExp, changed: readonly string[]])[] = [
  [/^@middy\/(?:cloudwatch-metrics|do-not-wait-for-empty-event-loop|error-logger|input-output-logger)\(\)$/, []],
  [/^@middy\/http-(?:content-negotiation|cors|error-handler|security-headers)\(\)$/, []],
  [/^@middy\/(?:rds-signer|secrets-manager|ssm|sts|warmup)\(\)$/, []],
  [/^@aws-lambda-powertools\/.*\.(?:captureLambdaHandler|injectLambdaContext|logMetrics)\(\)$/, []],
  [/^@middy\/http-(?:json|multipart|urlencode)-body-parser\(\)$/, ["body"]],
  [
    /^@middy\/http-(?:event|header)-normalizer\(\)$|^@middy\/http-urlencode-path-parser\(\)$/,
    ["headers", "multiValueQueryStringParameters", "pathParameters", "queryStringParameters"],
  ],
  [/^@middy\/(?:event-normalizer|s3-key-normalizer|sqs-json-body-parser)\(\)$/, ["Records"]],
];
