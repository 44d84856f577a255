/** What of a request's path stands in the place of each `:name` of its route. */
export type Parameters = Readonly<Record<string, string>>;

export interface Answer {
  readonly status?: number;
  readonly json?: object;
  readonly bytes?: Buffer;
}

export interface Route {
  readonly method: string;
  /** Such as `/api/orgs/acme/policypacks/:pack`. */
  readonly path: string;
  /** Whether the address itself gives access, as those of a file store do. All other requests have a token. */
  readonly signed?: boolean;
  answer(parameters: Parameters, body: Buffer): Answer;
}

export function refused(code: number, message: string): Answer {
  return { status: code, json: { code, message } };
}

export function matching(routes: readonly Route[], method: string, path: string) {
  for (const route of routes) {
    if (route.method !== method) continue;
    const pattern = new RegExp(`^${route.path.replaceAll(/:(\w+)/g, "(?<$1>[^/]+)")}$`);
    const match = pattern.exec(path);
    if (match !== null) return { route, parameters: (match.groups ?? {}) as Parameters };
  }
  return undefined;
}
