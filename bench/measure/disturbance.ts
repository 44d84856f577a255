// Whether something else ran on the machine during a measurement.
import { readFileSync } from "node:fs";
import os from "node:os";
import { seconds, statFields } from "./process";

/** Share of the machine's CPU time that may go to others in a measurement that counts. */
export const TOLERATED = 0.05;
/** Linux counts whole hundredths of a second for each kind of time: so much may be rounded. */
const ROUNDING = 0.03;

interface Reading {
  readonly wall: number;
  /** CPU time that anything on the machine, or beside it on its host, took. */
  readonly all: number;
  readonly own: number;
}

/** Runs an action; the share of the machine's CPU time that others took meanwhile comes with its result. */
export async function withDisturbance<Result>(
  action: () => Promise<Result>,
): Promise<{ result: Result; disturbance: number }> {
  const before = reading();
  const result = await action();
  const after = reading();
  const others = after.all - before.all - (after.own - before.own);
  const available = (after.wall - before.wall) * os.availableParallelism();
  return { result, disturbance: Math.max(0, others - ROUNDING) / available };
}

function reading(): Reading {
  return { wall: performance.now() / 1000, all: cpuSecondsOfAll(), own: cpuSecondsOfOwn() };
}

function cpuSecondsOfAll(): number {
  const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n");
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line.split(/\s+/).slice(1).map(Number);
  return seconds(user + nice + system + irq + softirq + steal);
}

/** What this process has taken, with its children that have ended, and with theirs. */
export function cpuSecondsOfOwn(): number {
  const { user, system } = process.cpuUsage();
  const [childUser = 0, childSystem = 0] = statFields("self").slice(13, 15).map(Number);
  return (user + system) / 1e6 + seconds(childUser + childSystem);
}
