import { asGetter } from "./bundles";
import type { Site } from "./calls";
import { invoke, superOf } from "./calls";
import { asTest, changeEvent, put } from "./expressions";
import type { AwsCall } from "./facts";
import { importModule } from "./modules";
import type { Run } from "./run";
import { answer } from "./statements";
import {
  type Arguments,
  asItIs,
  type ExternalCall,
  type ExternalValue,
  either,
  FALSE,
  madeOf,
  memberOf,
  NO_ARGUMENTS,
  NULL,
  objectOf,
  orDefault,
  TRUE,
  textOf,
  UNKNOWN,
  type Value,
} from "./values";

/** Decorators that hand the event on as it is, and the answer. */
export const PLAIN_DECORATORS: ReadonlySet<string> = new Set(
  `cache capture capture_lambda_handler capture_method datadog_lambda_wrapper dataclass idempotent inject_lambda_context log_metrics
   lru_cache metric_scope override wraps`.split(/\s+/),
);

/** Methods that give a text like the one that they are of. */
export const TEXT_METHODS: ReadonlySet<string> = new Set(
  "lower upper strip lstrip rstrip toLowerCase toUpperCase trim toString".split(" "),
);

/** Parts of the names of what takes an event to write it down, and leaves it as it is. */
const RECORDERS = /log|print|trac|metric|json|sentry|xray|audit|debug|annotat|metadata|info|warn|error|console/i;

export function isRecorder(name: string): boolean {
  return RECORDERS.test(name);
}

export function isEnvironment(name: string): boolean {
  return name === "os.environ" || name === "process.env";
}

/** What is false where a module is loaded by Lambda: that a type checker reads it, or that it is the program. */
export function isNoModule(name: string): boolean {
  return name === "typing.TYPE_CHECKING" || name === "require.main";
}

interface EnvironmentNeeds {
  readonly needs: boolean;
  readonly hasFallback?: boolean;
  readonly standard?: Value | undefined;
}

export function environmentRead(
  run: Run,
  name: string | undefined,
  { node, frame }: Site,
  how: EnvironmentNeeds,
): Value {
  const { needs, hasFallback = false, standard } = how;
  run.found.environmentReads.push({ ...run.at(frame.scope, node), name, needs, hasFallback });
  if (name === undefined) return UNKNOWN;
  const value: Value = { kind: "environment", name };
  return standard === undefined ? value : orDefault(value, standard);
}

/** Functions that raise an exception where their first argument is null, None or undefined. */
const NEED_VALUE: ReadonlySet<string> = new Set(
  `json.loads int float len open assert assert.ok assert.strict JSON.parse Buffer.from path.join path.resolve path.dirname path.basename fs.readFileSync
   fs.createReadStream fs.promises.readFile fs/promises.readFile`.split(/\s+/),
);

const SAME: ReadonlySet<string> = new Set(
  `asyncio.run asyncio.gather Promise.all Promise.resolve Promise.allSettled structuredClone copy.copy copy.deepcopy
   aws-xray-sdk.captureAWS aws-xray-sdk-core.captureAWS aws-xray-sdk.captureAWSClient aws-xray-sdk-core.captureAWSClient
   aws-xray-sdk.captureAWSv3Client aws-xray-sdk-core.captureAWSv3Client`.split(/\s+/),
);

const LEAVE: ReadonlySet<string> = new Set("abort flask.abort exit quit sys.exit os._exit process.exit".split(" "));

/** What a call of others gives whose effect is known. */
export function callKnown(run: Run, called: ExternalValue, args: Arguments, site: Site): Value | undefined {
  const { name } = called;
  const { node, frame } = site;
  const [first, second, third] = args.positional;
  const at = () => run.at(frame.scope, node);
  if (name === "require") {
    const module = textOf(first);
    return module === undefined ? UNKNOWN : importModule(run, module, frame.scope, node, { how: "require", names: [] });
  }
  if (name === "super") return superOf(run, frame, args);
  run.found.externalCalls.push({ ...at(), name, args });
  recordLog(run, called, args, site);
  const aws = awsCall(called, args);
  if (aws !== undefined) {
    const parameters = new Map([...aws.parameters].map(([parameter, value]) => [parameter, asItIs(value)]));
    run.found.awsCalls.push({ ...at(), ...aws, parameters });
    for (const value of neededIn(aws, name)) needValue(run, value, site);
  }
  if (NEED_VALUE.has(name) && first !== undefined) needValue(run, first, site);
  if (name === "URL" || name === "fetch") needAddress(run, name === "URL" ? (second ?? first) : first, first, site);
  if (LEAVE.has(name)) run.raised = either(run.raised, run.conditionSince(run.statementGuards));
  if (SAME.has(name)) return first ?? UNKNOWN;
  switch (name) {
    case "callback":
      answer(run, second ?? NULL, node, frame);
      return NULL;
    case "context.succeed":
    case "context.done":
      answer(run, (name === "context.done" ? second : first) ?? NULL, node, frame);
      return NULL;
    case "os.getenv":
      return environmentRead(run, textOf(first), site, {
        needs: false,
        hasFallback: second !== undefined,
        standard: second,
      });
    case "isinstance":
      return first?.kind === "event" && first.path.length === 0 ? isOfType(second) : undefined;
    case "aws-embedded-metrics.metricScope":
      return first?.kind === "function" ? invoke(run, first, NO_ARGUMENTS) : undefined;
    case "cast":
    case "typing.cast":
      return second;
    case "bool":
    case "Boolean":
      return first && asTest(run, first);
    case "dict":
      return copyOf(first, args);
    case "json.loads":
    case "JSON.parse": {
      const written = first?.kind === "external" && /^(?:json\.dumps|JSON\.stringify)\(\)$/.test(first.name);
      return written ? first.from?.args.positional[0] : undefined;
    }
    case "getattr":
      return textOf(second) === undefined || first?.kind !== "object"
        ? madeOf(args.positional)
        : (first.members.get(textOf(second) ?? "")?.value ?? madeOf(args.positional));
    case "setattr":
      if (first !== undefined) put(run, first, second ?? UNKNOWN, third ?? UNKNOWN);
      return NULL;
    case "Object.assign":
      return assignObjects(run, args.positional);
    case "Object.defineProperty": {
      const get = memberOf(third, "get");
      const given = get !== undefined && first !== undefined ? asGetter(get, first) : memberOf(third, "value");
      if (first !== undefined) put(run, first, second ?? UNKNOWN, given ?? UNKNOWN);
      return first ?? UNKNOWN;
    }
    case "Object.freeze":
    case "Object.keys":
      return first ?? UNKNOWN;
    case "Object.hasOwn":
      return undefined;
    default:
      return undefined;
  }
}

/** Parameters that each operation needs which has them, and that SDKs or AWS refuse where they are null or undefined. */
const NEEDED = /^(?:TableName|Bucket|QueueUrl|FunctionName|stateMachineArn|SecretId|UserPoolId|modelId|ConnectionId)$/;

/** What may not be null, None or undefined: boto3 refuses None for any parameter, other SDKs where AWS needs it. */
function neededIn({ service, method, parameters, args, isComplete }: Described, name: string): readonly Value[] {
  const all = /^boto(?:3|core)\b/.test(name) && !/^(?:upload|download)_file|^copy$/.test(method) ? args.keywords : [];
  const isNeeded = (name: string) =>
    NEEDED.test(name) ||
    (service === "ssm" && name === "Name") ||
    (service === "sns" &&
      name === "TopicArn" &&
      isComplete &&
      !parameters.has("TargetArn") &&
      !parameters.has("PhoneNumber"));
  return [...all, ...[...parameters].filter(([name]) => isNeeded(name))].map(([, value]) => value);
}

/** Notes that a value is used so that null, None or undefined fails. */
export function needValue(run: Run, value: Value | undefined, site: Site): void {
  if (value?.kind === "event" && value.path.length > 0)
    run.readEvent(site.frame.scope, site.node, value.path, "value", value);
  if (value?.kind === "environment") environmentRead(run, value.name, site, { needs: true });
}

/** An address cannot begin with what is undefined; another one counts only for what has no host of its own. */
function needAddress(run: Run, base: Value | undefined, address: Value | undefined, site: Site): void {
  const start = (value: Value | undefined) => (value?.kind === "text" ? value.parts[0] : value);
  if (base === address || textOf(start(address))?.startsWith("/")) needValue(run, start(base), site);
}

function isOfType(type: Value | undefined): Value | undefined {
  const name = type?.kind === "external" ? type.name : "";
  if (/^(?:dict|(?:typing|collections\.abc|collections)\.(?:Mutable)?Mapping|typing\.Dict)$/.test(name)) return TRUE;
  return /^(?:str|bytes|list|tuple|int)$/.test(name) ? FALSE : undefined;
}

function copyOf(first: Value | undefined, { keywords }: Arguments): Value | undefined {
  if (first === undefined) return objectOf("dictionary", keywords);
  if (first.kind !== "event") return undefined;
  return keywords.size === 0 ? first : objectOf("dictionary", keywords, first);
}

function assignObjects(run: Run, [target, ...sources]: readonly Value[]): Value {
  if (target === undefined) return UNKNOWN;
  if (target.kind === "event") changeEvent(run, target.path, madeOf([target, ...sources]));
  const [only] = sources;
  const isEmpty = target.kind === "object" && target.members.size === 0 && target.rest.value === NULL;
  if (isEmpty && sources.length === 1 && only !== undefined) return only;
  if (target.kind === "object") {
    for (const source of sources) {
      if (source.kind === "object")
        for (const [name, cell] of source.members) put(run, target, { kind: "constant", value: name }, cell.value);
      const rest = source.kind === "object" ? source.rest.value : source;
      if (rest !== NULL) run.set(target.rest, target.rest.value === NULL ? rest : madeOf([target.rest.value, rest]));
    }
  }
  return target;
}

// Logs

const LEVELS = /\.(debug|info|warning|warn|error|critical|exception|log|fatal)$/;

function recordLog(run: Run, { name, from }: ExternalValue, args: Arguments, { node, frame }: Site): void {
  const logger = loggerOf(name, from);
  if (logger === undefined) return;
  const at = run.at(frame.scope, node);
  const level = name === "print" ? "print" : LEVELS.exec(name)?.[1];
  if (level !== undefined) run.found.logCalls.push({ ...at, level, logger });
  const kind = SETTINGS.get(name.split(".").at(-1) ?? "");
  if (kind === undefined) return;
  const given = args.keywords.get("level") ?? (kind === "level" ? args.positional[0] : undefined);
  const forced = args.keywords.get("force");
  run.found.logSettings.push({
    ...at,
    kind,
    level: given,
    isForced: forced !== undefined && !(forced.kind === "constant" && !forced.value),
  });
}

const SETTINGS: ReadonlyMap<string, "level" | "basicConfig" | "handlers" | "other"> = new Map([
  ["setLevel", "level"],
  ["basicConfig", "basicConfig"],
  ["addHandler", "handlers"],
  ["dictConfig", "other"],
  ["fileConfig", "other"],
  ["disable", "other"],
] as const);

function loggerOf(name: string, from: ExternalCall | undefined): string | undefined {
  if (name === "print") return "print";
  if (name.startsWith("console.")) return "console";
  if (/^logging\.getLogger\(\)/.test(name)) {
    const [first] = from?.args.positional ?? [];
    const isRoot = first === undefined || first === NULL || textOf(first) === "" || textOf(first) === "root";
    return isRoot ? "root" : "named";
  }
  if (name.startsWith("logging.")) return "root";
  if (/^aws_lambda_powertools\.(?:logging\.)?Logger\(\)|^@aws-lambda-powertools\/logger\.Logger\(\)/.test(name))
    return "powertools";
  return LEVELS.test(name) && /log/i.test(name) ? name.split(".")[0] : undefined;
}

// AWS

type Described = Pick<
  AwsCall,
  "service" | "operation" | "method" | "sdk" | "parameters" | "isComplete" | "args" | "client"
>;

function awsCall(called: ExternalValue, args: Arguments): Described | undefined {
  return botoCall(called, args) ?? commandCall(called, args) ?? methodCall(called, args) ?? helperCall(called, args);
}

const BOTO = /^(?:aio)?boto(?:3|core)\b.*\.(client|resource|create_client)$/;

function botoCall({ name, from }: ExternalValue, args: Arguments): Described | undefined {
  const [method = ""] = /(?:objects\.)?\w+$/.exec(name) ?? [];
  if (from === undefined || name !== `${from.name}().${method}`) return undefined;
  const calls: ExternalCall[] = [];
  for (let next: ExternalCall | undefined = from; next !== undefined && calls.length < 6; next = next.from)
    calls.push(next);
  const made = calls.find((call) => BOTO.test(call.name));
  const service = made && textOf(made.args.positional[0] ?? made.args.keywords.get("service_name"));
  if (made === undefined || service === undefined || NO_CALLS.has(method)) return undefined;
  const parameters = new Map(args.keywords);
  let operation = method;
  if (made !== from) {
    const part = lastOf(from.name);
    if (part === "get_paginator") operation = method === "paginate" ? (textOf(from.args.positional[0]) ?? "") : "";
    else if (!RESOURCE.test(part)) return undefined;
    else operation = RESOURCE_METHODS.get(`${part}.${method}`) ?? method;
    for (const each of calls.slice(0, calls.indexOf(made)).reverse()) addOfResource(parameters, each);
  }
  const names = TRANSFERS[`${made === from ? service : lastOf(from.name)}.${method}`] ?? [];
  for (const [index, parameter] of names.entries()) {
    const value = args.positional[index];
    if (parameter !== "" && value !== undefined && !parameters.has(parameter)) parameters.set(parameter, value);
  }
  const isComplete = !args.isOpen;
  return { service, operation: pascal(operation), method, sdk: "boto3", parameters, isComplete, args, client: from };
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** What gives a resource of boto3, whose methods call AWS; those of other answers are methods of dictionaries. */
const RESOURCE = /^[A-Z]\w*$|^get_queue_by_name$|^batch_writer$/;

/** What the methods of resources call, where the names differ. */
const RESOURCE_METHODS: ReadonlyMap<string, string> = new Map([
  ["batch_writer.put_item", "BatchWriteItem"],
  ["batch_writer.delete_item", "BatchWriteItem"],
  ["Bucket.objects.all", "ListObjects"],
  ["Bucket.objects.filter", "ListObjects"],
  ["Object.put", "PutObject"],
  ["Object.get", "GetObject"],
  ["Object.load", "HeadObject"],
  ["Object.delete", "DeleteObject"],
  ["Object.copy_from", "CopyObject"],
  ["Queue.receive_messages", "ReceiveMessage"],
  ["Queue.send_messages", "SendMessageBatch"],
]);

/** Adds what a resource was made with to the parameters of its methods: `Bucket("covers").Object("a")`. */
function addOfResource(parameters: Map<string, Value>, { name, args: { positional } }: ExternalCall): void {
  const part = lastOf(name);
  const names = part === "Object" && positional.length === 1 ? ["Key"] : (OF_RESOURCES.get(part) ?? []);
  for (const [index, parameter] of names.entries()) {
    const value = positional[index];
    if (value !== undefined) parameters.set(parameter, value);
  }
}

const OF_RESOURCES: ReadonlyMap<string, readonly string[]> = new Map([
  ["Table", ["TableName"]],
  ["Bucket", ["Bucket"]],
  ["Object", ["Bucket", "Key"]],
  ["Queue", ["QueueUrl"]],
  ["Topic", ["TopicArn"]],
]);

/** Methods of clients and resources that call nothing. */
const NO_CALLS: ReadonlySet<string> = new Set(
  `client resource get_paginator get_waiter can_paginate close Table Bucket Object Queue Topic generate_presigned_url
   generate_presigned_post batch_writer meta`.split(/\s+/),
);

/** The names of what S3's transfers get by position. */
const TRANSFERS: Readonly<Record<string, readonly string[]>> = {
  "s3.upload_file": ["", "Bucket", "Key"],
  "s3.download_file": ["Bucket", "Key"],
  "s3.upload_fileobj": ["", "Bucket", "Key"],
  "s3.download_fileobj": ["Bucket", "Key"],
  "s3.copy": ["CopySource", "Bucket", "Key"],
  "Bucket.download_file": ["Key"],
  "Bucket.download_fileobj": ["Key"],
  "Bucket.upload_file": ["", "Key"],
  "Bucket.upload_fileobj": ["", "Key"],
  "Bucket.copy": ["CopySource", "Key"],
};

function pascal(method: string): string {
  return method.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
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

function commandCall({ name, from }: ExternalValue, args: Arguments): Described | undefined {
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

function methodCall({ name, from: client }: ExternalValue, args: Arguments): Described | undefined {
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

/** Functions of libraries that call AWS: pages of SDK v3, uploads, and the parameters of Powertools. */
function helperCall({ name, from }: ExternalValue, args: Arguments): Described | undefined {
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
