import type { Graph, GraphResource } from "./graph";
import type { Resource } from "./resource";

const PROVIDER = "pulumi:providers:";

/**
 * Packages whose components are written in the program's own language, and so have no provider in the stack: SST, Stelvio, and
 * awsx, docker, eks and kubernetes in some of their versions.
 */
const COMPONENT_PACKAGES: ReadonlySet<string> = new Set([
  "aws-apigateway",
  "awsx",
  "cloud",
  "docker",
  "eks",
  "kubernetes",
  "sst",
  "stelvio",
]);

/**
 * Components that have the name of the AWS provider, which is in every stack: those of @pulumi/aws, such as
 * `aws:s3:BucketEventSubscription`, and of awsx before 1.0, such as `aws:apigateway:x:API`. All others are the program's own.
 * Sources: https://github.com/pulumi/pulumi-aws/tree/master/sdk/nodejs, https://github.com/pulumi/pulumi-awsx/tree/v0.40.1
 */
const OF_AWS_PACKAGES = /^aws:\w+:(?:x:\w+|\w+EventSubscription)$/;

/** The option of the policies that look at the program's own components. */
export const packagesOption = {
  packages: {
    type: "array",
    items: { type: "string", pattern: "^[^:\\s]+$" },
    uniqueItems: true,
    default: [],
    description:
      "More packages whose components are not the program's own: what stands before the first colon of their type tokens.",
  },
} as const;

/** Whether a resource is a component. Resources of clouds have a provider, components have none. */
export function isComponent({ type, provider }: Resource): boolean {
  return provider === undefined && !type.startsWith("pulumi:");
}

/** Whether a component comes from one of some packages. */
function isOf({ type }: Resource, packages: readonly string[]): boolean {
  return packages.includes(packageOf(type));
}

/** Whether a component's class is probably the program's own, and not one of a package. */
function isOwn({ type }: Resource, hasProvider: (packageName: string) => boolean): boolean {
  const name = packageOf(type);
  return name === "aws" ? !OF_AWS_PACKAGES.test(type) : !COMPONENT_PACKAGES.has(name) && !hasProvider(name);
}

function packageOf(type: string): string {
  return type.split(":")[0] ?? "";
}

/** The components of a stack whose classes are written in the program. */
export function ownComponents(graph: Graph, packages: readonly string[] = []): readonly GraphResource[] {
  const hasProvider = (packageName: string) => graph.ofType(`${PROVIDER}${packageName}`).length > 0;
  return graph.resources.filter(
    (resource) => isComponent(resource) && isOwn(resource, hasProvider) && !isOf(resource, packages),
  );
}

/** A test whether a component of a package made a resource, so that the program cannot change it. */
export function madeByPackages(graph: Graph): (resource: GraphResource) => boolean {
  const own = new Set(ownComponents(graph));
  return (resource) => graph.ancestors(resource).some((above) => isComponent(above) && !own.has(above));
}
