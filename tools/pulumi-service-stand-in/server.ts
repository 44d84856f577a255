// A stand-in for the HTTP API of Pulumi Cloud, as far as policy packs and previews need it, so that the CLI's own client can be
// tested without an account. It keeps what it is sent in memory.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { accountRoutes } from "./account";
import { groupRoutes } from "./groups";
import { Organisation } from "./organisation";
import { packRoutes } from "./packs";
import { type Answer, matching, type Route, refused } from "./routes";
import { LEASE, stackRoutes } from "./stacks";

const TOKEN = "pul-stand-in";
const TOKENS = [`token ${TOKEN}`, `update-token ${LEASE}`];

export interface PulumiService {
  readonly organisation: Organisation;
  /** What makes the CLI use it, and nothing of another account. */
  readonly env: NodeJS.ProcessEnv;
  /** Requests that it has no answer to. */
  readonly unanswered: readonly string[];
  stop(): Promise<void>;
}

/** A service with one organisation, whose files the CLI keeps in `home`. */
export async function startPulumiService(organisationName: string, home: string): Promise<PulumiService> {
  const unanswered: string[] = [];
  let routes: readonly Route[] = [];
  const server = createServer(async (request, response) => {
    const { status = 200, headers, body } = await answer(request, routes, unanswered);
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const organisation = new Organisation(organisationName, url);
  routes = [
    ...accountRoutes(organisationName),
    ...packRoutes(organisation),
    ...groupRoutes(organisation),
    ...stackRoutes(organisation),
  ];
  return {
    organisation,
    env: { PULUMI_API: url, PULUMI_BACKEND_URL: url, PULUMI_ACCESS_TOKEN: TOKEN, PULUMI_HOME: home },
    unanswered,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, routes: readonly Route[], unanswered: string[]) {
  const { method = "", url = "", headers } = request;
  const sent = await buffer(request);
  const body = headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent;
  const found = matching(routes, method, url.split("?")[0] ?? "");
  if (found === undefined) {
    unanswered.push(`${method} ${url}`);
    return written(refused(404, "not found"));
  }
  if (!found.route.signed && !TOKENS.includes(headers.authorization ?? "")) {
    return written(refused(401, "unauthorized"));
  }
  return written(found.route.answer(found.parameters, body));
}

function written({ status, json, bytes }: Answer) {
  if (bytes !== undefined) return { status, headers: { "content-length": bytes.length }, body: bytes };
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(json ?? {}) };
}
