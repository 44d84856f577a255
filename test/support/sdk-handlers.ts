import assert from "node:assert/strict";
import { type Handler, type SdkServer, sdkServer } from "../../kit/sdk";

/** What a handler answers. Rejects with its error. */
export function answerOf<Request, Response>(
  handler: Handler<Request, Response> | undefined,
  request: Request,
): Promise<Response | undefined> {
  return new Promise((resolve, reject) => {
    assert.ok(handler);
    handler({ request }, (error, response) => (error ? reject(error) : resolve(response)));
  });
}

/** Runs something as with an SDK that makes no such handlers any more. */
export function withoutMaker(name: keyof SdkServer, run: () => void): void {
  const maker = sdkServer[name];
  Object.assign(sdkServer, { [name]: undefined });
  try {
    run();
  } finally {
    Object.assign(sdkServer, { [name]: maker });
  }
}
