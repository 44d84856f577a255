import { duringWork } from "./budget";

/** How often is looked. */
const INTERVAL_MS = 1_000;

/**
 * Ends this process when the one that started it is gone: the engine stops its packs when it ends, and leaves them behind when it is
 * killed itself. Whether stdin is closed does not tell, since language hosts give a pack none.
 */
export function endWithEngine(): void {
  const engine = process.ppid;
  const endIfAlone = () => {
    if (process.ppid !== engine) process.exit(1);
  };
  setInterval(endIfAlone, INTERVAL_MS).unref();
  // No timer fires while code is judged.
  duringWork(endIfAlone);
}
