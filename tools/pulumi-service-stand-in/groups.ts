// `pulumi policy group`, `enable` and `disable`.
import type { EnabledPack, Organisation, PolicyGroup, StackReference } from "./organisation";
import { type Answer, type Route, refused } from "./routes";

interface GroupChange {
  readonly addPolicyPack?: EnabledPack;
  readonly removePolicyPack?: EnabledPack;
  readonly stacks?: readonly StackReference[];
}

export function groupRoutes(organisation: Organisation): readonly Route[] {
  const groups = `/api/orgs/${organisation.name}/policygroups`;
  const withGroup =
    (use: (group: PolicyGroup, body: Buffer) => Answer): Route["answer"] =>
    ({ group: name }, body) => {
      const group = organisation.groups.find((candidate) => candidate.name === name);
      return group === undefined ? refused(404, `no policy group ${name}`) : use(group, body);
    };
  return [
    {
      method: "POST",
      path: groups,
      answer(_, body) {
        const { name } = JSON.parse(body.toString()) as PolicyGroup;
        organisation.groups.push({ name, stacks: [], packs: [] });
        return {};
      },
    },
    {
      method: "GET",
      path: `${groups}/:group`,
      answer: withGroup(({ name, stacks, packs }) => ({
        json: { name, entityType: "stacks", mode: "preventative", stacks, appliedPolicyPacks: packs },
      })),
    },
    {
      method: "PATCH",
      path: `${groups}/:group`,
      answer: withGroup((group, body) => change(organisation, group, JSON.parse(body.toString()))),
    },
  ];
}

function change(organisation: Organisation, group: PolicyGroup, request: GroupChange): Answer {
  const { addPolicyPack: added, removePolicyPack: removed, stacks } = request;
  if (stacks !== undefined) group.stacks = stacks;
  if (added !== undefined && organisation.pack(added.name, added.versionTag)?.complete !== true) {
    return refused(404, `no version ${added.versionTag ?? "latest"} of a policy pack ${added.name}`);
  }
  if (added !== undefined || removed !== undefined) {
    const name = added?.name ?? removed?.name;
    group.packs = [...group.packs.filter((enabled) => enabled.name !== name), ...(added ? [added] : [])];
  }
  return {};
}
