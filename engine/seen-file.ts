/** Set to the path of a file where what the engine tells of a stack is wanted: `aws-serverless-guard map --preview` draws it. */
export const SEEN_FILE = "SERVERLESS_GUARD_SEEN";
