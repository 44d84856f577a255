import { startPack } from "./engine/pack";
import { endOnCrash } from "./engine/process";
import { pack } from "./pack";

startPack(pack);
endOnCrash(pack.name);
