// Child processes that never outlive this one.
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

export interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** From its start to its end. */
  readonly durationMs: number;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends a command that takes longer, which then fails. */
  readonly timeoutMs?: number;
  /** Called with the id of the process. */
  readonly onStart?: ((pid: number) => void) | undefined;
  /** Called with whatever the command prints, as it prints it. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

const running = new Set<ChildProcess>();
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** The CLI stops its plugins when it is asked to end, and leaves them behind when it is killed. */
const GRACE_MS = 5_000;

function askAllToEnd(): void {
  for (const child of running) child.kill();
}

async function endWithAll(signal: NodeJS.Signals): Promise<void> {
  askAllToEnd();
  for (let waited = 0; running.size > 0 && waited < GRACE_MS; waited += 50) await sleep(50);
  for (const child of running) child.kill("SIGKILL");
  unwatch();
  process.kill(process.pid, signal);
}

// Only while there is something to stop: who listens to a signal takes its default effect away.
function watch(): void {
  process.on("exit", askAllToEnd);
  for (const signal of signals) process.on(signal, endWithAll);
}

function unwatch(): void {
  process.off("exit", askAllToEnd);
  for (const signal of signals) process.off(signal, endWithAll);
}

export function start(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, options);
  if (running.size === 0) watch();
  running.add(child);
  const forget = () => {
    if (running.delete(child) && running.size === 0) unwatch();
  };
  child.once("error", forget);
  child.once("exit", forget);
  return child;
}

/** Runs a command to its end. Only a command that cannot be started is an error. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const { cwd, env = process.env, onStart, onOutput, timeoutMs } = options;
  return new Promise((resolve, reject) => {
    const started = performance.now();
    // Go and the shell, unlike spawn, tell a command its directory in PWD too.
    const child = start(command, args, {
      ...(cwd && { cwd }),
      env: { ...env, ...(cwd && { PWD: cwd }) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (child.pid !== undefined) onStart?.(child.pid);
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name]?.setEncoding("utf8").on("data", (text: string) => {
        output[name] += text;
        onOutput?.(text);
      });
    }
    const timers: NodeJS.Timeout[] = [];
    if (timeoutMs !== undefined) {
      timers.push(setTimeout(() => child.kill(), timeoutMs));
      timers.push(setTimeout(() => child.kill("SIGKILL"), timeoutMs + GRACE_MS));
    }
    child.once("error", reject);
    child.once("close", (code) => {
      for (const timer of timers) clearTimeout(timer);
      resolve({ exitCode: code ?? 1, ...output, durationMs: performance.now() - started });
    });
  });
}
