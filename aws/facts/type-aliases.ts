import facts from "./type-aliases.json";

/** The older tokens of a type by its token of today, separated by spaces. */
const older: Readonly<Record<string, string>> = facts.aliases;

const current: ReadonlyMap<string, string> = new Map(
  Object.entries(older).flatMap(([token, names]) => names.split(" ").map((name) => [name, token] as const)),
);

/** The token that `@pulumi/aws` has today for a resource type; the same token when it was never renamed. */
export function currentType(token: string): string {
  return current.get(token) ?? token;
}

/** All tokens of a resource type, today's first: a program of an older SDK, or an older state, sends the others. */
export function typeTokens(token: string): [string, ...string[]] {
  const today = currentType(token);
  return [today, ...(older[today]?.split(" ") ?? [])];
}
