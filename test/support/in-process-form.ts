// Has the tests that come after it judge by the pack in their own process.
process.env.POLICY_PACK_FORM = "in-process";
