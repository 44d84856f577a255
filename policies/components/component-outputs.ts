import { ownComponents } from "../../kit/components";
import { stackPolicy } from "../../kit/policy";
import { quote } from "../../kit/text";

export const componentOutputs = stackPolicy({
  name: "component-outputs",
  description: "A component registers outputs once its resources are made.",
  severity: "low",
  level: "advisory",
  resources: (type) => !type.startsWith("pulumi:"),
  options: {},
  remediationSteps: "Call registerOutputs at the end of the component's constructor with what its users need.",
  tags: ["components", "structure"],
  page: {
    why: "A component that registers no outputs is never shown as complete, and its values are neither in the state nor in the console: whoever builds on it has to reach for its inner resources.",
    limits:
      "Components without resources beneath them and components of packages such as awsx are left alone. An empty list of outputs counts as none, since Node.js programs register one of their own accord. Exporting a component's values from the program is fine.",
    sources: ["https://www.pulumi.com/docs/iac/concepts/resources/components/#registering-component-outputs"],
    since: "0.1.0",
  },

  check(graph, _options, report) {
    return report.each(ownComponents(graph), (component) => {
      const [child] = component.children;
      const outputs = component.properties.entries();
      if (child === undefined || outputs.state !== "known" || outputs.value.length > 0) return;
      report({
        on: component,
        problem: `component ${quote(component.name)} registers no outputs, though it has resources such as ${quote(child.name)}`,
        fix: "call registerOutputs (self.register_outputs in Python) at the end of its constructor, with the values that its users need",
      });
    });
  },
});
