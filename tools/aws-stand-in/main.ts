import { check } from "./check";
import { invoke } from "./functions";
import { created, previewed, read, updated } from "./outputs";
import { version } from "./package";
import { serve } from "./provider";
import { remember } from "./services";

serve({ name: "aws", version, check, previewed, created, updated, read, remember, invoke });
