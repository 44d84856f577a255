import type { Property } from "../../kit/known";

interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
}

/**
 * Whether a resource-based policy lets an AWS service perform an action; undefined where it cannot be known.
 *
 * Conditions and Deny statements are taken to be right: they narrow a grant, and whether too far cannot be judged from outside.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 * @param document the policy as JSON text
 * @param service principal of the service, such as `s3.amazonaws.com`
 * @param action such as `sqs:SendMessage`
 */
export function allowsService(document: Property, service: string, action: string): boolean | undefined {
  const text = document.string();
  if (text.state !== "known") return undefined;
  const statements = parseStatements(text.value);
  return statements?.some((statement) => isGrant(statement, service, action));
}

function parseStatements(json: string): readonly Statement[] | undefined {
  try {
    const statements = list((JSON.parse(json) as { Statement?: unknown } | null)?.Statement);
    return statements.filter((statement) => typeof statement === "object" && statement !== null);
  } catch {
    return undefined;
  }
}

function isGrant(statement: Statement, service: string, action: string): boolean {
  if (statement.Effect !== "Allow") return false;
  const actions = list(statement.Action).some((pattern) => matches(pattern, action));
  return isPrincipal(statement, service) && (actions || statement.NotAction !== undefined);
}

function isPrincipal({ Principal: principal, NotPrincipal }: Statement, service: string): boolean {
  if (principal === "*" || NotPrincipal !== undefined) return true;
  if (typeof principal !== "object" || principal === null) return false;
  const { AWS: accounts, Service: services } = principal as { AWS?: unknown; Service?: unknown };
  return list(accounts).includes("*") || list(services).some((name) => name === service || name === "*");
}

/** Actions have no case, and `*` and `?` as wildcards. Several `*` in a row, each `.*`, would take a lifetime to fail. */
function matches(pattern: unknown, action: string): boolean {
  if (typeof pattern !== "string") return false;
  const escaped = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${escaped}$`, "i").test(action);
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
