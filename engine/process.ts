import { duringWork } from "../kit/budget";

/** Time between two looks for the engine. */
const INTERVAL_MS = 1_000;

/**
 * Ends this process when the engine is gone, which leaves its packs behind if it is killed. A closed stdin is no sign, since
 * language hosts give a pack none.
 */
export function endWithEngine(): void {
  const engine = process.ppid;
  const endIfAlone = () => {
    if (process.ppid !== engine) process.exit(1);
  };
  setInterval(endIfAlone, INTERVAL_MS).unref();
  // No timer fires while code is checked.
  duringWork(endIfAlone);
}

/** Ends this process on an uncaught error, and says only where it was: the text of an error may quote a value of the program. */
export function endOnCrash(pack: string): void {
  process.removeAllListeners("unhandledRejection");
  process.removeAllListeners("uncaughtException").on("uncaughtException", (error: unknown) => {
    console.error(`${pack} has failed: ${kindAndPlace(error)}. Please report this.`);
    process.exit(1);
  });
}

/** Kind and place of an error in the pack. Its text may quote a value of the program, so it is left out. */
export function kindAndPlace(error: unknown): string {
  if (!(error instanceof Error)) return `${typeof error} at an unknown place`;
  const frames = error.stack?.replace(error.message, "") ?? "";
  return `${error.name} at ${/^ +at .*?([\w.-]+:\d+:\d+)\)?$/m.exec(frames)?.[1] ?? "an unknown place"}`;
}
