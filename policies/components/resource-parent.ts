import { isAwsResource } from "../../aws/model/resources";
import { ownComponents } from "../../kit/components";
import { stackPolicy } from "../../kit/policy";
import { enumerate, quote } from "../../kit/text";

export const resourceParent = stackPolicy({
  name: "resource-parent",
  description: "In a program that is built of components, every AWS resource has one of them as its parent.",
  severity: "low",
  level: "advisory",
  resources: isAwsResource,
  options: {},
  remediationSteps:
    "Pass parent in the options of each resource that a component makes: parent=self in Python, parent: this in TypeScript.",
  tags: ["components", "structure"],
  page: {
    why: "A resource that a component makes without naming itself as the parent hangs off the stack: it does not inherit the component's provider, aliases and protection, has a name that clashes when the component is used twice, and shows outside of it.",
    limits:
      "Stacks without a component of the program's own are left alone, also when they use components of packages such as awsx. Whether a resource was made inside of a component cannot be seen: one that is meant to stand beside the components is named too, and wants an exemption.",
    sources: ["https://www.pulumi.com/docs/iac/concepts/resources/options/parent/"],
    since: "0.1.0",
  },

  check(graph, _options, report) {
    const [component] = ownComponents(graph);
    if (component === undefined || graph.root === undefined) return;
    const orphans = graph.resources.filter(
      ({ type, parent }) => isAwsResource(type) && (parent === undefined || parent === graph.root),
    );
    if (orphans.length === 0) return;
    const [hang, belong] = orphans.length === 1 ? ["hangs", "it belongs"] : ["hang", "they belong"];
    report({
      on: graph.root,
      problem: `${enumerate(orphans.map(({ name }) => quote(name)))} ${hang} off the stack, beside component ${quote(component.name)}`,
      fix: `pass the component that ${belong} to as parent (parent=self in Python, parent: this in TypeScript)`,
    });
  },
});
