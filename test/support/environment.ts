// What tests run, whichever file comes first, tells each finding in full.
process.env.SERVERLESS_GUARD_FINDINGS ??= "full";
