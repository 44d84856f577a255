import { tagsInput } from "../../aws/facts/taggable-types";
import { missingTags, requiredTagsOption, tagContradictions, toTag, violatedRule } from "../../aws/model/required-tags";
import { isTagged, taggedByProgram, tagsOf } from "../../aws/model/tags";
import type { GraphResource } from "../../kit/graph";
import { formatPath, type Property } from "../../kit/known";
import { resourcePolicy } from "../../kit/policy";
import { names, type Resource } from "../../kit/resource";
import { enumerate, quote } from "../../kit/text";

export const requiredTags = resourcePolicy({
  name: "required-tags",
  description: "A resource that can be tagged has the required tags, of its own or from its provider's default tags.",
  severity: "medium",
  level: "mandatory",
  resources: isTagged,
  options: requiredTagsOption,
  contradictions: ({ tags }) => tagContradictions(tags.map(toTag)),
  remediationSteps: "Add the tags to the resource, or for all resources at once to defaultTags of the AWS provider.",
  tags: ["tags", "cost"],
  framework: {
    name: "AWS Resource Tagging Standard",
    version: "1.0.0",
    reference: "DynamoDB.5, Lambda.6, SNS.3, SQS.2",
    specification:
      "DynamoDB tables should be tagged, Lambda functions should be tagged, SNS topics should be tagged, SQS queues should be tagged",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/standards-tagging.html",
  },
  page: {
    why: "Costs, owners and access rules are found by tags. A resource without them shows up on the bill with nobody to ask, and adding tags later changes every resource of the stack.",
    advisory: "Resources without any tag, where the option `tags` demands none. They are reported once for the stack.",
    limits:
      "It leaves alone objects of S3, as neither cost reports nor AWS's Tag Editor know their tags. It demands no tags of what the program cannot tag itself: the role that aws.lambda.CallbackFunction creates, and what components of packages create. It assumes that tags whose keys are unknown at preview are there. Auto Scaling groups do not get the provider's default tags, so they need tags of their own. It checks values but never shows them.",
    sources: [
      "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
      "https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/cost_monitor_usage_org_information.html",
      "https://www.pulumi.com/registry/packages/aws/api-docs/provider/#default_tags_nodejs",
    ],
    since: "0.1.0",
  },

  check(resource, { tags: required }, report) {
    const tags = tagsOf(resource);
    const at = tagsProperty(resource);
    const missing = missingTags(tags, required);
    if (missing.length > 0)
      report({
        at,
        ...lacking(
          resource,
          missing.map(({ name }) => name),
          [...tags.values.keys()],
        ),
      });
    for (const tag of required.map(toTag)) {
      const expected = violatedRule(tag, tags.values.get(tag.name));
      if (expected !== undefined) report({ at, ...wrongValue(tag.name, expected) });
    }
  },

  checkStack(graph, { tags: required }, report) {
    if (required.length > 0) return;
    const tagged = taggedByProgram(graph);
    const without = tagged.filter((resource) => {
      const { values, complete } = tagsOf(resource);
      return complete && values.size === 0;
    });
    const on = graph.root ?? without[0];
    if (on !== undefined) report.together(on, without, (left) => untagged(left, tagged.length));
  },

  remediate(resource, { tags: required }) {
    const input = tagsInput(resource.type);
    const at = tagsProperty(resource);
    const repaired = missingTags(tagsOf(resource), required).flatMap(({ name, default: value }) =>
      value === undefined ? [] : [{ name, value }],
    );
    const items = at.items();
    // Tags of the wrong shape cannot be completed.
    if ((input?.shape === "list" ? items : at.entries()).state === "unknown") return [];
    if (input?.shape !== "list") {
      return [at, ...allTags(resource)].flatMap((tags) =>
        repaired.map(({ name, value }) => ({ at: tags.at(name), value })),
      );
    }
    const next = items.state === "known" ? items.value.length : 0;
    // Tags of Auto Scaling groups also need propagateAtLaunch.
    const extra = isScalingGroup(resource) ? { propagateAtLaunch: true } : {};
    return repaired.map(({ name: key, value }, index) => ({
      at: at.at(next + index),
      value: { key, value, ...extra },
    }));
  },
});

const untagged = (resources: readonly GraphResource[], all: number) => ({
  level: "advisory" as const,
  problem: `${resources.length} of ${all} resources that can have tags ${resources.length === 1 ? "has" : "have"} none: ${names(resources)}`,
  fix: "set defaultTags on the provider, or tags on each of them; any tag will do, since option tags demands none",
});

const lacking = (resource: Resource, missing: readonly string[], present: readonly string[]) => {
  const near = missing.flatMap((name) => present.filter((key) => key.toLowerCase() === name.toLowerCase()));
  const hint = near.length > 0 ? `; ${enumerate(near.map(quote))} differs in case, and keys are case-sensitive` : "";
  return {
    problem: `required tags are missing: ${enumerate(missing.map(quote))} (option tags)${hint}`,
    fix: `add ${enumerate(missing.map(quote))} to ${placeOf(resource)}${isScalingGroup(resource) ? "" : ", or to defaultTags of the provider"}`,
  };
};

const wrongValue = (name: string, expected: string) => ({
  problem: `the value of tag ${quote(name)} is not ${expected} (option tags)`,
  fix: `set tag ${quote(name)} to ${expected}`,
});

/** The only type of the aws provider with a list of tags, and the only one that default tags do not reach. */
function isScalingGroup({ type }: Resource): boolean {
  return type.startsWith("aws:") && tagsInput(type)?.shape === "list";
}

function placeOf(resource: Resource): string {
  return formatPath(tagsProperty(resource).path);
}

function tagsProperty(resource: Resource): Property {
  return resource.properties.at(tagsInput(resource.type)?.property ?? "tags");
}

/** The provider's Check merges tags and default tags into this input, and deploys these. */
function allTags({ properties }: Resource): readonly Property[] {
  const tagsAll = properties.at("tagsAll");
  return tagsAll.entries().state === "known" ? [tagsAll] : [];
}
