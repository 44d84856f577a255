import { words } from "../../kit/words";
import { answer } from "./answers";
import { changeEvent, put } from "./assignments";
import { awsCall, neededIn } from "./aws-calls";
import { asGetter, awaited } from "./bundles";
import { superOf } from "./classes";
import { asTest } from "./conditions";
import type { Site } from "./frames";
import { recordLog } from "./logs";
import { MAX_PATH } from "./members";
import { importModule } from "./modules";
import { asItIs, memberOf, objectOf } from "./objects";
import { environmentRead, needValue } from "./reads";
import type { Run } from "./run";
import {
  type Arguments,
  constant,
  type ExternalValue,
  either,
  FALSE,
  leavesOf,
  madeOf,
  NO_ARGUMENTS,
  NULL,
  TRUE,
  textOf,
  UNKNOWN,
  type Value,
} from "./values";

/** The result of a call of library code with a known effect. */
export function callKnown(run: Run, called: ExternalValue, args: Arguments, site: Site): Value | undefined {
  const { name } = called;
  const { node, frame } = site;
  const [first, second, third] = args.positional;
  if (name === "require" || name === "module.createRequire()") {
    const module = textOf(first);
    return module === undefined ? UNKNOWN : importModule(run, module, frame.scope, node, { how: "require", names: [] });
  }
  if (name === "super") return superOf(run, frame, args);
  if (name === "typeof") return typeOf(first);
  run.found.externalCalls.push({ ...run.at(frame.scope, node), name, args });
  recordLog(run, called, args, site);
  const aws = awsCall(called, args);
  if (aws !== undefined) {
    const parameters = new Map([...aws.parameters].map(([parameter, value]) => [parameter, asItIs(value)]));
    run.found.awsCalls.push({ ...run.at(frame.scope, node), ...aws, parameters });
    for (const value of neededIn(aws, name)) needValue(run, value, site);
  }
  if (NEED_VALUE.has(name) && first !== undefined) needValue(run, first, site);
  if (name === "URL" || name === "fetch") needAddress(run, name === "URL" ? (second ?? first) : first, first, site);
  if (LEAVE.has(name)) run.raised = either(run.raised, run.conditionSince(run.statementGuards));
  if (SAME.has(name)) return first ?? UNKNOWN;
  if (name === "Promise.allSettled") return madeOf(args.positional);
  switch (name) {
    case "callback":
      answer(run, second ?? NULL, node, frame);
      return NULL;
    case "context.succeed":
    case "context.done":
      answer(run, (name === "context.done" ? second : first) ?? NULL, node, frame);
      return NULL;
    case "os.getenv":
      return environmentRead(run, textOf(first), site, { hasFallback: second !== undefined, standard: second });
    case "isinstance":
      return first?.kind === "event" && first.path.length === 0 ? isOfType(second) : undefined;
    case "tslib.__awaiter":
      return awaited(run, args.positional);
    case "aws-embedded-metrics.metricScope":
      return first?.kind === "function" ? run.invoke(first, NO_ARGUMENTS) : undefined;
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
      if (first?.kind === "external" && /^(?:json\.dumps|JSON\.stringify)\(\)$/.test(first.name))
        return first.from?.args.positional[0];
      const [only, ...others] = first ? leavesOf(first).filter(({ kind }) => kind !== "constant") : [];
      if (only?.kind !== "event" || others.length > 0 || only.path.length >= MAX_PATH) return undefined;
      return { kind: "event", path: [...only.path, "{}"] };
    }
    case "getattr":
      return memberOf(first, textOf(second) ?? "") ?? madeOf(args.positional);
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
    default:
      return undefined;
  }
}

const SAME = words(`asyncio.run asyncio.gather Promise.all Promise.resolve structuredClone copy.copy copy.deepcopy
   aws-xray-sdk.captureAWS aws-xray-sdk-core.captureAWS aws-xray-sdk.captureAWSClient aws-xray-sdk-core.captureAWSClient
   aws-xray-sdk.captureAWSv3Client aws-xray-sdk-core.captureAWSv3Client`);

const LEAVE = words("abort flask.abort exit quit sys.exit os._exit process.exit");

/** Functions that raise an exception if their first argument is null, None or undefined. */
const NEED_VALUE =
  words(`json.loads int float len open assert assert.ok assert.strict JSON.parse Buffer.from path.join path.resolve path.dirname path.basename fs.readFileSync
   fs.createReadStream fs.promises.readFile fs/promises.readFile`);

/** A URL cannot start with undefined. A base counts only for a URL without a host. */
function needAddress(run: Run, base: Value | undefined, address: Value | undefined, site: Site): void {
  const start = (value: Value | undefined) => (value?.kind === "text" ? value.parts[0] : value);
  if (base === address || textOf(start(address))?.startsWith("/")) needValue(run, start(base), site);
}

/** The result of `typeof`, if it is known. */
function typeOf(value: Value | undefined): Value | undefined {
  if (value?.kind === "object" || value?.kind === "function") return constant(value.kind);
  if (value?.kind === "text") return constant("string");
  const type = value?.kind === "constant" && value.value !== null ? typeof value.value : undefined;
  return type && constant(type);
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
  if (target.kind === "object") {
    for (const source of sources) {
      if (source.kind === "object")
        for (const [name, cell] of source.members) put(run, target, { kind: "constant", value: name }, cell.value);
      const rest = source.kind === "object" ? source.rest.value : source;
      if (rest !== NULL) run.set(target.rest, target.rest.value === NULL ? rest : madeOf([target.rest.value, rest]));
    }
  }
  return isEmpty && sources.length === 1 && only !== undefined ? only : target;
}
