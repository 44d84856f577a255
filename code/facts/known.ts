import type { Site } from "./calls";
import { superOf } from "./calls";
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
   lru_cache override wraps`.split(/\s+/),
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
  `json.loads int float len open JSON.parse URL Buffer.from path.join path.resolve path.dirname path.basename fs.readFileSync
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
  }
  if (NEED_VALUE.has(name) && first !== undefined && (name !== "URL" || args.positional.length === 1))
    needValue(run, first, site);
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
      const get = third?.kind === "object" ? (third.members.get("value")?.value ?? UNKNOWN) : UNKNOWN;
      if (first !== undefined) put(run, first, second ?? UNKNOWN, get);
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

/** Notes that a value is used so that null, None or undefined fails. */
function needValue(run: Run, value: Value, site: Site): void {
  if (value.kind === "event" && value.path.length > 0)
    run.readEvent(site.frame.scope, site.node, value.path, "value", value);
  if (value.kind === "environment") environmentRead(run, value.name, site, { needs: true });
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
  return botoCall(called, args) ?? commandCall(called, args) ?? methodCall(called, args);
}

const BOTO = /^(?:aio)?boto(?:3|core)\b.*\.(client|resource|create_client)$/;

function botoCall({ name, from }: ExternalValue, args: Arguments): Described | undefined {
  const method = name.slice(name.lastIndexOf(".") + 1);
  if (from === undefined || method.includes("(") || name !== `${from.name}().${method}`) return undefined;
  const calls: ExternalCall[] = [];
  for (let next: ExternalCall | undefined = from; next !== undefined && calls.length < 6; next = next.from)
    calls.push(next);
  const made = calls.find((call) => BOTO.test(call.name));
  const service = made && textOf(made.args.positional[0] ?? made.args.keywords.get("service_name"));
  if (made === undefined || service === undefined) return undefined;
  const parameters = new Map(args.keywords);
  let operation = method;
  if (made !== from) {
    const part = from.name.slice(from.name.lastIndexOf(".") + 1);
    const [given] = from.args.positional;
    if (part === "get_paginator") operation = method === "paginate" ? (textOf(given) ?? "") : "";
    else if (!RESOURCE.test(part)) return undefined;
    else if (part === "Table" && given !== undefined) parameters.set("TableName", given);
    else if (part === "Bucket" && given !== undefined) parameters.set("Bucket", given);
    else if (part === "Object" && given !== undefined) {
      parameters.set("Bucket", given);
      if (from.args.positional[1] !== undefined) parameters.set("Key", from.args.positional[1]);
    } else if (part === "Queue" && given !== undefined) parameters.set("QueueUrl", given);
    else if (part === "Topic" && given !== undefined) parameters.set("TopicArn", given);
  }
  if (NO_CALLS.has(method)) return undefined;
  const names = TRANSFERS[`${service}.${method}`] ?? [];
  for (const [index, parameter] of names.entries()) {
    const value = args.positional[index];
    if (parameter !== "" && value !== undefined && !parameters.has(parameter)) parameters.set(parameter, value);
  }
  const isComplete = !args.isOpen;
  return { service, operation: pascal(operation), method, sdk: "boto3", parameters, isComplete, args, client: from };
}

/** What gives a resource of boto3, whose methods call AWS; those of other answers are methods of dictionaries. */
const RESOURCE = /^[A-Z]\w*$|^get_queue_by_name$/;

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
