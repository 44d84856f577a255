import { isAwsResource } from "../../aws/model/resources";
import { isComponent } from "../../kit/components";
import { stackPolicy } from "../../kit/policy";
import { enumerate, quote } from "../../kit/text";

const options = {
  maxRootResources: {
    type: "integer",
    minimum: 0,
    default: 5,
    description: "Most AWS resources that a program may have without any component.",
  },
} as const;

export const componentStructure = stackPolicy({
  name: "component-structure",
  description: "A program of more than a few AWS resources groups them in components.",
  severity: "low",
  level: "advisory",
  resources: isAwsResource,
  options,
  remediationSteps: "Move resources that belong together into a class that extends pulumi.ComponentResource.",
  tags: ["components", "structure"],
  page: {
    why: "A flat program cannot be used again for a second environment or product, cannot be tested in parts, and shows as one long list in previews and in the console.",
    limits:
      "Programs with at least one component, their own or that of a package such as awsx, are left to resource-parent. Resources of other clouds are not counted.",
    sources: ["https://www.pulumi.com/docs/iac/concepts/resources/components/"],
    since: "0.1.0",
  },

  check(graph, { maxRootResources }, report) {
    if (graph.root === undefined || graph.resources.some(isComponent)) return;
    const flat = graph.resources.filter(({ type }) => isAwsResource(type));
    if (flat.length <= maxRootResources) return;
    const names = flat.map(({ name }) => quote(name));
    report({
      on: graph.root,
      problem: `${flat.length} AWS resources are in no component, ${enumerate(names)}, and ${maxRootResources} may be (option maxRootResources)`,
      fix: "move resources that belong together into a class that extends pulumi.ComponentResource, each with parent set to it",
    });
  },
});
