import type { Pack } from "./analyzer";
import { endWithEngine } from "./process";
import { serve } from "./server";

/**
 * Starts a policy pack.
 *
 * A configuration that a policy cannot work with is refused when the engine sends it, before any resource is checked.
 */
export function startPack(pack: Pack): void {
  endWithEngine();
  serve(pack);
}
