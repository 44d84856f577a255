// Stands in for the service that keeps the key of a stack's secrets, in this process. To make a key of a passphrase takes the CLI a
// quarter of a second in each run.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What the configuration of a stack says of its key. */
export const serviceKey = { secretsprovider: "hashivault://key", encryptedkey: "a2V5" };

let started: Promise<NodeJS.ProcessEnv> | undefined;

/** What has the CLI find the service. */
export function keyService(): Promise<NodeJS.ProcessEnv> {
  started ??= start();
  return started;
}

function start(): Promise<NodeJS.ProcessEnv> {
  const answer = JSON.stringify({ data: { plaintext: Buffer.alloc(32, "key").toString("base64") } });
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader("Content-Type", "application/json").end(answer);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      resolve({ VAULT_SERVER_URL: `http://127.0.0.1:${port}`, VAULT_SERVER_TOKEN: "token" });
    });
    server.unref();
  });
}
