// Has the tests that come after it check by the executable form of the pack.
process.env.POLICY_PACK_FORM = "executable";
