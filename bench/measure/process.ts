// What the process of a policy pack uses, read from Linux's /proc while it lives: the CLI's own use is no matter here.
import { readdirSync, readFileSync } from "node:fs";

export interface Usage {
  readonly peakMb: number;
  readonly cpuSeconds: number;
}

/** How often a process is looked at; what it does in its last moments is missed. */
const EVERY_MS = 20;
/** Linux's unit of CPU time in /proc, on every common machine. */
const TICKS_PER_SECOND = 100;

/** Watches the pack that a CLI starts, which is known by a text in its command line. */
export class PackWatch {
  private pack: number | undefined;
  private last: Usage | undefined;
  private readonly timer: NodeJS.Timeout;

  constructor(cli: number, mark: string) {
    this.timer = setInterval(() => {
      this.pack ??= descendantOf(cli, mark);
      if (this.pack !== undefined) this.last = usageOf(this.pack) ?? this.last;
    }, EVERY_MS);
  }

  stop(): Usage | undefined {
    clearInterval(this.timer);
    return this.last;
  }
}

/** Nothing where the process has ended. */
export function usageOf(pid: number): Usage | undefined {
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1];
  const [user, system] = statFields(pid).slice(11, 13).map(Number);
  if (peak === undefined || user === undefined || system === undefined) return undefined;
  return { peakMb: Number(peak) / 1024, cpuSeconds: (user + system) / TICKS_PER_SECOND };
}

/** The CLI starts a pack itself, or has a language host start it. */
function descendantOf(ancestor: number, mark: string): number | undefined {
  const pids = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(pids.map((pid) => [pid, Number(statFields(pid)[1])]));
  const descends = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === ancestor || descends(parent));
  };
  return pids.find((pid) => descends(pid) && read(`/proc/${pid}/cmdline`).includes(mark));
}

/** The fields of a process after its name, which may hold spaces: from the third of proc(5) on. */
export function statFields(pid: number | "self"): readonly string[] {
  const text = read(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

export function seconds(ticks: number): number {
  return ticks / TICKS_PER_SECOND;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // The process has ended.
    return "";
  }
}
