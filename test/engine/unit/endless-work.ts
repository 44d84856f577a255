// Works without an end, as a pack does that checks code for long, and never gives a timer its turn.

import { endWithEngine } from "../../../engine/process";
import { step } from "../../../kit/budget";

endWithEngine();
process.stdout.write(`${process.pid}\n`, () => {
  for (;;) step();
});
