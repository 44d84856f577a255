import type { Graph, GraphResource } from "./graph";
import type { Resource } from "./resource";

const PROVIDER = "pulumi:providers:";

/**
 * Packages that come with components in the program's own language, which therefore have no provider in the stack:
 * `aws.s3.BucketEventSubscription`, and all of awsx and eks before their versions 1.
 */
const COMPONENT_PACKAGES: ReadonlySet<string> = new Set([
  "aws",
  "aws-apigateway",
  "awsx",
  "cloud",
  "eks",
  "kubernetes",
]);

/** Whether a resource is a component, of the program or of a package. Resources of clouds have a provider. */
export function isComponent({ type, provider }: Resource): boolean {
  return provider === undefined && !type.startsWith("pulumi:");
}

/** Whether a component's class is written in the program, and not in a package that the program uses. */
function isOwn({ type }: Resource, hasProvider: (packageName: string) => boolean): boolean {
  const packageName = type.split(":")[0] ?? "";
  return !COMPONENT_PACKAGES.has(packageName) && !hasProvider(packageName);
}

/** The components of a stack whose classes are written in the program. */
export function ownComponents(graph: Graph): readonly GraphResource[] {
  const hasProvider = (packageName: string) => graph.ofType(`${PROVIDER}${packageName}`).length > 0;
  return graph.resources.filter((resource) => isComponent(resource) && isOwn(resource, hasProvider));
}
