import { ownComponents, packagesOption } from "../../kit/components";
import type { Graph, GraphResource } from "../../kit/graph";
import type { Property } from "../../kit/known";
import { stackPolicy } from "../../kit/policy";
import { quote } from "../../kit/text";

/** Outputs that identify the resource itself, and no other one that it refers to. */
const IDENTITIES = ["arn", "id", "name", "url", "apiEndpoint", "invokeUrl", "functionUrl"];
/** Values that no program writes itself: ARNs, URLs, ids such as `vpc-0a1b2c3d`, and names that Pulumi completed. */
const GENERATED = /^arn:|^https:\/\/|-[0-9a-f]{7,17}$/;

export const componentOutputs = stackPolicy({
  name: "component-outputs",
  description: "A component whose resources are used outside of it has outputs.",
  severity: "low",
  level: "advisory",
  resources: (type) => !type.startsWith("pulumi:"),
  options: packagesOption,
  remediationSteps: "Call registerOutputs at the end of the component's constructor with what its users need.",
  tags: ["components", "structure"],
  page: {
    why: "The values of a component without outputs are neither in the state nor in the console. Whoever builds on the component has to reach for its inner resources, and breaks when these change.",
    limits:
      "It cannot see whether a component without outputs calls registerOutputs, and such a call is right where nothing outside needs a value. So it reports only components of which a resource outside uses something, or the stack exports it. Exports are unknown until the first deployment. It recognises them by values that no program writes itself: ARNs, URLs, ids such as vpc-0a1b2c3d, and names that Pulumi completed. It leaves alone components of packages such as awsx, sst or stelvio.",
    sources: ["https://www.pulumi.com/docs/iac/concepts/resources/components/#registering-component-outputs"],
    since: "0.1.0",
  },

  check(graph, { packages }, report) {
    const uses = new Map([...exportedFrom(graph), ...usedFrom(graph)]);
    return report.each(ownComponents(graph, packages), (component) => {
      const [use, outputs] = [uses.get(component), component.properties.entries()];
      if (use === undefined || outputs.state !== "known" || outputs.value.length > 0) return;
      report({ on: component, ...withoutOutputs(component, use) });
    });
  },
});

const withoutOutputs = (component: GraphResource, use: string) => ({
  problem: `component ${quote(component.name)} has no outputs, though ${use}`,
  fix: "pass the values that others need to registerOutputs (self.register_outputs in Python) at the end of its constructor",
});

/** For each component, how a resource outside of it uses one inside. */
function usedFrom(graph: Graph): ReadonlyMap<GraphResource, string> {
  const uses = new Map<GraphResource, string>();
  for (const user of graph.resources) {
    const around = new Set([user, ...graph.ancestors(user)]);
    for (const used of new Set(Object.values(user.propertyDependencies).flat())) {
      for (const component of graph.ancestors(used)) {
        if (around.has(component)) break;
        uses.set(component, `${quote(user.name)} outside of it uses ${quote(used.name)}`);
      }
    }
  }
  return uses;
}

/** For each component, how the stack exports a value of a resource inside. */
function exportedFrom(graph: Graph): ReadonlyMap<GraphResource, string> {
  const exports = graph.root?.properties.entries();
  const values = new Set(exports?.state === "known" ? exports.value.flatMap(([, value]) => generated(value)) : []);
  const uses = new Map<GraphResource, string>();
  if (values.size === 0) return uses;
  for (const resource of graph.resources) {
    const own = IDENTITIES.flatMap((output) => generated(resource.properties.at(output)));
    if (!own.some((value) => values.has(value))) continue;
    for (const component of graph.ancestors(resource))
      uses.set(component, `the stack exports a value of ${quote(resource.name)}`);
  }
  return uses;
}

function generated(value: Property): readonly string[] {
  const text = value.string();
  return text.state === "known" && GENERATED.test(text.value) ? [text.value] : [];
}
