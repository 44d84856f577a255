import type { Route } from "./routes";

/** What the CLI asks before anything else: who the token belongs to, and what the service can do. */
export function accountRoutes(organisation: string): readonly Route[] {
  const user = { id: "stand-in", githubLogin: "stand-in", name: "Stand In", avatarUrl: "", email: "" };
  return [
    {
      method: "GET",
      path: "/api/user",
      answer: () => ({
        json: { ...user, organizations: [{ ...user, githubLogin: organisation, name: organisation }] },
      }),
    },
    {
      method: "GET",
      path: "/api/user/organizations/default",
      answer: () => ({ json: { GitHubLogin: organisation } }),
    },
    { method: "GET", path: "/api/capabilities", answer: () => ({ json: { capabilities: [] } }) },
  ];
}
