// What tests run, whichever file comes first, tells each finding in full.
process.env.SERVERLESS_GUARD_FINDINGS ??= "full";

/** What the tests of a file share, with how to stop it. */
export const shared: (() => Promise<void>)[] = [];

export const mochaHooks = {
  async afterAll(): Promise<void> {
    for (const stop of shared.splice(0)) await stop();
  },
};
