type Facts = typeof import("./sdk-actions.json");

/** For each operation of a service in lower case, the actions of which one is enough. */
type Operations = ReadonlyMap<string, readonly string[]>;

let services: ReadonlyMap<string, Operations> | undefined;

/**
 * What a role has to be allowed for an operation of an AWS SDK: actions of which one is enough. Undefined if unknown, or
 * where policies of what is called grant it as well as a rule.
 * @param service by botocore's name, or what follows `client-` in the packages of `@aws-sdk`
 * @param operation in the spelling of the API, in whatever case
 */
export function sdkActions(service: string, operation: string): readonly string[] | undefined {
  services ??= load();
  return services.get(nameOf(service))?.get(operation.toLowerCase());
}

function load(): ReadonlyMap<string, Operations> {
  const facts = require("./sdk-actions.json") as Facts;
  return new Map(
    Object.entries(facts.services).flatMap(([name, { prefix, names, operations }]) => {
      const actions = new Map(operations.split(" ").map((operation) => actionsOf(prefix, operation)));
      return [name, ...names.split(" ").filter(Boolean)].map((each) => [nameOf(each), actions] as const);
    }),
  );
}

function actionsOf(prefix: string, text: string): readonly [string, readonly string[]] {
  const [operation = "", actions = operation] = text.split("=");
  return [operation.toLowerCase(), actions.split("|").map((action) => `${prefix}:${action}`)];
}

function nameOf(service: string): string {
  return service.replaceAll("-", "").toLowerCase();
}
