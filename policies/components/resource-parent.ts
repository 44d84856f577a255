import { createdForCallbacks } from "../../aws/model/callback-functions";
import { isAwsResource } from "../../aws/model/resources";
import { ownComponents, packagesOption } from "../../kit/components";
import type { GraphResource } from "../../kit/graph";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { quote } from "../../kit/text";

export const resourceParent = stackPolicy({
  name: "resource-parent",
  description: "In a program that is built of components, every AWS resource has one of them as its parent.",
  severity: "low",
  level: "advisory",
  resources: isAwsResource,
  options: packagesOption,
  remediationSteps:
    "Pass parent in the options of each resource that a component makes: parent=self in Python, parent: this in TypeScript.",
  tags: ["components", "structure"],
  page: {
    why: "A resource that a component creates without naming itself as the parent belongs to the stack: it does not inherit the component's provider, aliases and protection, has a name that clashes when the component is used twice, and shows outside of it.",
    limits:
      "It leaves alone stacks without a component of the program's own, also when they use components of packages such as awsx, sst or stelvio. It cannot see whether a resource was created inside of a component, so it also reports one that is meant to stand beside the components. Exempt it by its name, and the finding no longer names it.",
    sources: ["https://www.pulumi.com/docs/iac/concepts/resources/options/parent/"],
    since: "0.1.0",
  },

  check(graph, { packages }, report) {
    const [component] = ownComponents(graph, packages);
    if (component === undefined || graph.root === undefined) return;
    const created = createdForCallbacks(graph);
    const orphans = graph.atTop.filter((resource) => isAwsResource(resource.type) && !created.has(resource));
    report.together(graph.root, orphans, (left) => beside(component, left));
  },
});

const beside = (component: GraphResource, orphans: readonly GraphResource[]) => {
  const [are, belong] = orphans.length === 1 ? ["is", "it belongs"] : ["are", "they belong"];
  return {
    problem: `${names(orphans)} ${are} in no component, although the program has component ${quote(component.name)}`,
    fix: `pass the component that ${belong} to as parent (parent=self in Python, parent: this in TypeScript)`,
  };
};
