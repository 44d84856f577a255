import { lastOf } from "./boto3";
import type { CallOfAws } from "./facts";
import { memberOf } from "./objects";
import { type Arguments, type ExternalCall, type ExternalValue, NO_ARGUMENTS, NULL, type Value } from "./values";

export function commandCall({ name, from }: ExternalValue, args: Arguments): CallOfAws | undefined {
  const [command] = args.positional;
  if (!name.endsWith(".send") || command?.kind !== "external" || command.from === undefined) return undefined;
  const [, client, verb = ""] = /^@aws-sdk\/(client-[\w-]+|lib-dynamodb)\.(\w+)Command\(\)$/.exec(command.name) ?? [];
  if (client === undefined) return undefined;
  const isDocument = client === "lib-dynamodb";
  const service = isDocument ? "dynamodb" : client.slice("client-".length);
  const operation = (isDocument ? DOCUMENT_COMMANDS[verb] : undefined) ?? verb;
  return {
    service,
    operation,
    method: `${verb}Command`,
    sdk: "v3",
    ...inputOf(command.from.args),
    args: command.from.args,
    client: from,
  };
}

export function methodCall({ name, from: client }: ExternalValue, args: Arguments): CallOfAws | undefined {
  const [, v3, v3Method] =
    /^@aws-sdk\/(?:client-([\w-]+)\.\w+|lib-dynamodb\.\w+\.from)\(\)\.([a-z]\w+)$/.exec(name) ?? [];
  if (v3Method !== undefined && v3Method !== "send" && v3Method !== "destroy")
    return {
      service: v3 ?? "dynamodb",
      operation: (v3 === undefined ? DOCUMENT_COMMANDS[upper(v3Method)] : undefined) ?? upper(v3Method),
      method: v3Method,
      sdk: "v3",
      ...inputOf(args),
      args,
      client,
    };
  const [, file, made, document, method] =
    /^aws-sdk(?:\/clients\/(\w+))?(?:\.([A-Z]\w+))?(\.DocumentClient)?\(\)\.([a-z]\w+)$/.exec(name) ?? [];
  if (method === undefined) return undefined;
  const isDocument = document !== undefined || made === "DocumentClient";
  const service = (file ?? made ?? "").toLowerCase();
  const operation = (isDocument ? DOCUMENT_COMMANDS[upper(method)] : undefined) ?? upper(method);
  return { service, operation, method, sdk: "v2", ...inputOf(args), args, client };
}

/** The document client's commands, and the operations that they call. */
const DOCUMENT_COMMANDS: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Get: "GetItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  BatchGet: "BatchGetItem",
  BatchWrite: "BatchWriteItem",
  TransactGet: "TransactGetItems",
  TransactWrite: "TransactWriteItems",
};

/** Functions of libraries that call AWS: pages of SDK v3, uploads, and the parameters of Powertools. */
export function helperCall({ name, from }: ExternalValue, args: Arguments): CallOfAws | undefined {
  const [given, input] = args.positional;
  const [, client, verb] = /^@aws-sdk\/(client-[\w-]+|lib-dynamodb)\.paginate(\w+)$/.exec(name) ?? [];
  if (client !== undefined && verb !== undefined) {
    const service = client === "lib-dynamodb" ? "dynamodb" : client.slice("client-".length);
    const method = `paginate${verb}`;
    const of = { operation: verb, method, sdk: "v3", client: clientIn(given) } as const;
    return { service, ...of, ...inputOf({ ...args, positional: input === undefined ? [] : [input] }), args };
  }
  if (name === "@aws-sdk/lib-storage.Upload().done" && from !== undefined) {
    const [options] = from.args.positional;
    const params = memberOf(options, "params");
    const of = { operation: "PutObject", method: "Upload", sdk: "v3", client: clientIn(options) } as const;
    return { service: "s3", ...of, ...inputOf({ ...args, positional: params === undefined ? [] : [params] }), args };
  }
  const found = POWERTOOLS.get(name);
  if (found === undefined || args.isOpen || [...args.keywords.keys()].some((key) => /boto|sdk/i.test(key)))
    return undefined;
  const [service, operation] = found;
  const isPython = !name.startsWith("@");
  if (!isPython && memberOf(input, "awsSdkV3Client") !== undefined) return undefined;
  const made = { name: isPython ? "boto3.client" : `@aws-sdk/client-${service}.Client`, args: NO_ARGUMENTS };
  const parameters = new Map(service === "secretsmanager" && given !== undefined ? [["SecretId", given]] : []);
  const of = { method: lastOf(name), sdk: isPython ? "boto3" : "v3", parameters, isComplete: false } as const;
  return { service, operation, ...of, args, client: made };
}

function clientIn(options: Value | undefined): ExternalCall | undefined {
  const client = memberOf(options, "client");
  return client?.kind === "external" ? client.from : undefined;
}

const POWERTOOLS: ReadonlyMap<string, readonly [service: string, operation: string]> = new Map(
  [
    ["get_parameter", "getParameter", "ssm", "GetParameter"],
    ["get_parameters", "getParameters", "ssm", "GetParametersByPath"],
    ["get_parameters_by_name", "getParametersByName", "ssm", "GetParameters"],
    ["get_secret", "getSecret", "secretsmanager", "GetSecretValue"],
  ].flatMap(([python = "", node = "", service = "", operation = ""]) => {
    const from = `@aws-lambda-powertools/parameters/${service === "ssm" ? "ssm" : "secrets"}`;
    const names = [`aws_lambda_powertools.utilities.parameters.${python}`, `${from}.${node}`];
    return names.map((name) => [name, [service, operation]] as const);
  }),
);

function upper(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function inputOf({ positional: [input] }: Arguments): {
  readonly parameters: ReadonlyMap<string, Value>;
  readonly isComplete: boolean;
} {
  if (input === undefined) return { parameters: new Map(), isComplete: true };
  if (input.kind !== "object") return { parameters: new Map(), isComplete: false };
  const parameters = new Map([...input.members].map(([name, cell]) => [name, cell.value]));
  return { parameters, isComplete: input.rest.value === NULL };
}
