import type { Site } from "./frames";
import type { Run } from "./run";
import { type Arguments, type ExternalCall, type ExternalValue, NULL, textOf } from "./values";

export function recordLog(run: Run, { name, from }: ExternalValue, args: Arguments, { node, frame }: Site): void {
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

// Logs

const LEVELS = /\.(debug|info|warning|warn|error|critical|exception|log|fatal)$/;

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
