/** Path of a file to write what the engine sends of a stack to: `aws-serverless-guard map --preview` draws it. */
export const SEEN_FILE = "SERVERLESS_GUARD_SEEN";
