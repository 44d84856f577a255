/** Variable with the path of a file for what the engine sends about a stack, for `aws-serverless-guard map --preview`. */
export const SEEN_FILE = "SERVERLESS_GUARD_SEEN";
