/** Whether a type token is an AWS resource of the classic or native provider. Components of @pulumi/aws have no `/`. */
export function isAwsResource(type: string): boolean {
  return type.startsWith("aws-native:") || (type.startsWith("aws:") && type.includes("/"));
}
