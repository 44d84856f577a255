import { aws } from "./aws";
import { serve } from "./provider";

void serve(aws);
