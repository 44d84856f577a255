// Stacks, as far as a preview of them goes.
import type { Organisation } from "./organisation";
import { type Parameters, type Route, refused } from "./routes";

/** The token of a running update. */
export const LEASE = "lease";

export function stackRoutes(organisation: Organisation): readonly Route[] {
  const stacks = new Map<string, object>();
  const project = `/api/stacks/${organisation.name}/:project`;
  const stack = `${project}/:stack`;
  const update = `${stack}/update/:update`;
  const idOf = ({ project, stack }: Parameters) => `${project}/${stack}`;
  return [
    {
      method: "POST",
      path: project,
      answer({ project = "" }, body) {
        const { stackName, tags } = JSON.parse(body.toString()) as { stackName: string; tags: object };
        const created = { orgName: organisation.name, projectName: project, stackName, tags, version: 0 };
        stacks.set(idOf({ project, stack: stackName }), created);
        return {};
      },
    },
    {
      method: "GET",
      path: stack,
      answer(parameters) {
        const found = stacks.get(idOf(parameters));
        return found ? { json: found } : refused(404, "no such stack");
      },
    },
    { method: "GET", path: `${stack}/export`, answer: () => ({ json: { version: 3, deployment: {} } }) },
    // The CLI keeps an encrypted log of its own. Nothing here is a secret.
    {
      method: "POST",
      path: `${stack}/encrypt`,
      answer: (_, body) => ({ json: { ciphertext: (JSON.parse(body.toString()) as { plaintext: string }).plaintext } }),
    },
    {
      method: "POST",
      path: `${stack}/preview`,
      answer: ({ project = "", stack = "" }) => ({
        json: { updateID: "preview", requiredPolicies: organisation.requiredPolicies(project, stack) },
      }),
    },
    // From here on, a preview is an update too.
    { method: "POST", path: update, answer: () => ({ json: { version: 1, token: LEASE } }) },
    { method: "POST", path: `${update}/renew_lease`, answer: () => ({ json: { token: LEASE } }) },
    { method: "POST", path: `${update}/events/batch`, answer: () => ({}) },
    { method: "POST", path: `${update}/complete`, answer: () => ({}) },
  ];
}
