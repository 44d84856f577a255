// Has the tests that come after it check by the pack in their own process.
process.env.POLICY_PACK_FORM = "in-process";
