import { createdForCallbacks } from "../../aws/model/callback-functions";
import { isAwsResource } from "../../aws/model/resources";
import { isComponent } from "../../kit/components";
import type { GraphResource } from "../../kit/graph";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";

const options = {
  maxRootResources: {
    type: "integer",
    minimum: 0,
    default: 5,
    description: "Maximum number of AWS resources that a program may have outside of components.",
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
      "It leaves programs with at least one component, their own or that of a package such as awsx, to resource-parent. It does not count resources of other clouds, children of another resource, exempted resources, and the role that aws.lambda.CallbackFunction creates with its attachments.",
    sources: ["https://www.pulumi.com/docs/iac/concepts/resources/components/"],
    since: "0.1.0",
  },

  check(graph, { maxRootResources }, report) {
    const { root } = graph;
    if (root === undefined || graph.resources.some(isComponent)) return;
    const created = createdForCallbacks(graph);
    const flat = graph.atTop.filter((resource) => isAwsResource(resource.type) && !created.has(resource));
    report.together(root, flat, (left) =>
      left.length > maxRootResources ? tooFlat(left, maxRootResources) : undefined,
    );
  },
});

const tooFlat = (flat: readonly GraphResource[], most: number) => ({
  problem: `${flat.length} AWS resources (${names(flat)}) are not in a component; at most ${most} may be (option maxRootResources)`,
  fix: "move resources that belong together into a class that extends pulumi.ComponentResource, each with parent set to it",
});
