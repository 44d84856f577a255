// What tests run, whichever file comes first, says each exempted finding.
process.env.SERVERLESS_GUARD_EXEMPTED ??= "each";
