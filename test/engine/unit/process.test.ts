import assert from "node:assert/strict";
import { mock } from "node:test";
import { endOnCrash } from "../../../engine/process";

const EVENTS = ["uncaughtException", "unhandledRejection"] as const;

describe("engine/process", () => {
  const listeners = EVENTS.map((event) => [event, process.listeners(event as "exit")] as const);
  afterEach(() => {
    mock.restoreAll();
    for (const [event, own] of listeners) {
      process.removeAllListeners(event);
      for (const listener of own) process.on(event as "exit", listener);
    }
  });

  it("ends the process with one line that has nothing of what the error says", () => {
    const printed = mock.method(console, "error", () => {});
    const exit = mock.method(process, "exit", (() => {}) as never);
    endOnCrash("acme");
    process.emit("uncaughtException", new RangeError("hunter2\n    at hunter2.js:1:1"));
    assert.match(
      String(printed.mock.calls[0]?.arguments),
      /^acme has failed: RangeError at process\.test\.ts:\d+:\d+\. Please report this\.$/,
    );
    assert.deepEqual(
      exit.mock.calls.map((call) => call.arguments),
      [[1]],
    );
  });

  it("leaves nobody else to print it, and rejections to Node, which makes errors of them", () => {
    process.on("unhandledRejection", () => {});
    process.on("uncaughtException", () => {});
    endOnCrash("acme");
    assert.deepEqual(
      EVENTS.map((event) => process.listenerCount(event)),
      [1, 0],
    );
  });
});
