import { load } from "../../support/packs";

/** A pack of somebody else that has the policies as a library. */
export const LIBRARY = `
const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("acme", { policies: ${load("library")}.serverlessPolicies() });
`;
