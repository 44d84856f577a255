import type { Provider } from "../provider";
import { check } from "./check";
import { invoke } from "./functions";
import { created, previewed, read, updated } from "./outputs";
import { version } from "./package";
import { remember } from "./services";

export const aws: Provider = { name: "aws", version, check, previewed, created, updated, read, remember, invoke };
