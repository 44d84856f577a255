import { lastOf } from "./boto3";
import type { CallOfAws } from "./facts";
import { memberOf } from "./objects";
import { type Arguments, type ExternalCall, type ExternalValue, NO_ARGUMENTS, NULL, type Value } from "./values";

/** A call of an SDK for JavaScript; the document client has names of its own for operations of DynamoDB. */
function described(
  sdk: "v2" | "v3",
  of: { readonly service: string; readonly isDocument: boolean; readonly verb: string; readonly method: string },
  input: Value | undefined,
  args: Arguments,
  client: ExternalCall | undefined,
): CallOfAws {
  const operation = (of.isDocument ? DOCUMENT_COMMANDS[of.verb] : undefined) ?? of.verb;
  return { service: of.service, operation, method: of.method, sdk, ...inputOf(input), args, client };
}

function serviceOf(client: string): { readonly service: string; readonly isDocument: boolean } {
  const isDocument = !client.startsWith("client-");
  return { service: isDocument ? "dynamodb" : client.slice("client-".length), isDocument };
}

/** `client.send(new GetObjectCommand(input))` */
export function commandCall({ name, from }: ExternalValue, args: Arguments): CallOfAws | undefined {
  const [command] = args.positional;
  if (!name.endsWith(".send") || command?.kind !== "external" || command.from === undefined) return undefined;
  const [, client, verb = ""] = /^@aws-sdk\/(client-[\w-]+|lib-dynamodb)\.(\w+)Command\(\)$/.exec(command.name) ?? [];
  if (client === undefined) return undefined;
  const given = command.from.args;
  return described("v3", { ...serviceOf(client), verb, method: `${verb}Command` }, given.positional[0], given, from);
}

/** `client.getObject(input)` */
export function methodCall({ name, from }: ExternalValue, args: Arguments): CallOfAws | undefined {
  const [input] = args.positional;
  const [, client = "", called = ""] =
    /^@aws-sdk\/(client-[\w-]+(?=\.\w+\()|lib-dynamodb(?=\.\w+\.from\())[\w.]+\(\)\.([a-z]\w+)$/.exec(name) ?? [];
  if (called !== "" && called !== "send" && called !== "destroy")
    return described("v3", { ...serviceOf(client), verb: upper(called), method: called }, input, args, from);
  const [, file, made, document, method] =
    /^aws-sdk(?:\/clients\/(\w+))?(?:\.([A-Z]\w+))?(\.DocumentClient)?\(\)\.([a-z]\w+)$/.exec(name) ?? [];
  if (method === undefined) return undefined;
  const isDocument = document !== undefined || made === "DocumentClient";
  const service = (file ?? made ?? "").toLowerCase();
  return described("v2", { service, isDocument, verb: upper(method), method }, input, args, from);
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

/** Library functions that call AWS: paginators of SDK v3, uploads, and parameters of Powertools. */
export function helperCall({ name, from }: ExternalValue, args: Arguments): CallOfAws | undefined {
  const [given, input] = args.positional;
  const [, client, verb] = /^@aws-sdk\/(client-[\w-]+|lib-dynamodb)\.paginate(\w+)$/.exec(name) ?? [];
  if (client !== undefined && verb !== undefined) {
    const of = { service: serviceOf(client).service, isDocument: false, verb, method: `paginate${verb}` };
    return described("v3", of, input, args, clientIn(given));
  }
  if (name === "@aws-sdk/lib-storage.Upload().done" && from !== undefined) {
    const [options] = from.args.positional;
    const of = { service: "s3", isDocument: false, verb: "PutObject", method: "Upload" };
    return described("v3", of, memberOf(options, "params"), args, clientIn(options));
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

function inputOf(input: Value | undefined): Pick<CallOfAws, "parameters" | "isComplete"> {
  if (input?.kind !== "object") return { parameters: new Map(), isComplete: input === undefined };
  const parameters = new Map([...input.members].map(([name, cell]) => [name, cell.value]));
  return { parameters, isComplete: input.rest.value === NULL };
}
