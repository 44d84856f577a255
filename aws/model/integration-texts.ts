/** The fault of an integration without a URI. */
export function backendOf(isOfFunction: boolean): string {
  return isOfFunction ? "invokeArn of the function (invoke_arn in Python)" : "the URL of the backend";
}

/** An integration that goes through a VPC link and does not name it. @param type of the link */
export const withoutLink = (type: string) => ({
  problem: "the integration goes through a VPC link and does not say which, and AWS refuses it",
  fix: `set connectionId to the id of an ${type}`,
});
