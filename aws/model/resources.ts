/** Whether a type token is that of an AWS resource, of the classic or the native provider. Components of @pulumi/aws have no `/`. */
export function isAwsResource(type: string): boolean {
  return type.startsWith("aws-native:") || (type.startsWith("aws:") && type.includes("/"));
}
