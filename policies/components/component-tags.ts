import { tagsInput } from "../../aws/facts/taggable-types";
import { isTagged, tagsOf } from "../../aws/model/tags";
import { ownComponents, packagesOption } from "../../kit/components";
import type { GraphResource } from "../../kit/graph";
import type { Property } from "../../kit/known";
import { stackPolicy } from "../../kit/policy";
import { readTags } from "../../kit/tags";
import { enumerate, quote } from "../../kit/text";

/** The console's own tag, which names a single resource. */
const NAME = "Name";

export const componentTags = stackPolicy({
  name: "component-tags",
  description: "The tags that a component is given reach the resources that it makes.",
  severity: "low",
  level: "advisory",
  resources: isTagged,
  options: packagesOption,
  remediationSteps: "Merge the component's tags into those of each resource: {**default_tags, **args.tags} in Python.",
  tags: ["tags", "components"],
  page: {
    why: "People expect the tags of a component on everything that it creates. A resource with tags of its own only is missing from the cost report and from access rules of its owner.",
    limits:
      "It looks only at the input named tags of the program's own components, and only where the SDK sends a component's inputs. The provider's default tags count. The tag Name may differ, since it names a single resource. It leaves alone objects of S3. It compares values but never shows them.",
    sources: [
      "https://www.pulumi.com/docs/iac/concepts/resources/components/",
      "https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html",
    ],
    since: "0.1.0",
  },

  async check(graph, { packages }, report) {
    const own = new Set(ownComponents(graph, packages));
    await report.each(graph.resources, (resource) => {
      const input = tagsInput(resource.type);
      const components = graph.ancestors(resource).filter((ancestor) => own.has(ancestor));
      if (input === undefined || !isTagged(resource.type) || components.length === 0) return;
      const at = resource.input(input.property);
      const tags = tagsOf(resource, at);
      const given = givenTags(components);
      for (const component of components) {
        const ofComponent = given.filter((tag) => tag.component === component);
        const lacking = tags.complete ? ofComponent.filter(({ key }) => !tags.values.has(key)) : [];
        const contradicted = ofComponent.filter(
          ({ key, value }) => key !== NAME && differ(value, tags.values.get(key)),
        );
        if (lacking.length + contradicted.length > 0)
          report({ on: resource, at, ...notInherited(component, lacking, contradicted) });
      }
    });
  },
});

interface GivenTag {
  readonly key: string;
  readonly value: Property;
  readonly component: GraphResource;
}

const notInherited = (component: GraphResource, lacking: readonly GivenTag[], contradicted: readonly GivenTag[]) => {
  const problems = [
    ...(lacking.length > 0 ? [`does not have ${keys(lacking)}`] : []),
    ...(contradicted.length > 0 ? [`has another value for ${keys(contradicted)}`] : []),
  ];
  return {
    problem: `the resource ${problems.join(" and ")} of component ${quote(component.name)}`,
    fix: "merge the component's tags last: {**default_tags, **args.tags} in Python, {...defaultTags, ...args.tags} in TypeScript",
  };
};

/** The tags that the components were given; those of an inner component win. */
function givenTags(components: readonly GraphResource[]): readonly GivenTag[] {
  const given = new Map<string, GivenTag>();
  for (const component of components) {
    for (const [key, value] of readTags(component.input("tags")).values) {
      if (!given.has(key)) given.set(key, { key, value, component });
    }
  }
  return [...given.values()];
}

function differ(given: Property, own: Property | undefined): boolean {
  const [a, b] = [given.string(), own?.string()];
  return a.state === "known" && b?.state === "known" && a.value !== b.value;
}

function keys(tags: readonly GivenTag[]): string {
  return `${tags.length === 1 ? "tag" : "tags"} ${enumerate(tags.map(({ key }) => quote(key)))}`;
}
