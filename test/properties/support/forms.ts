import { load } from "../../support/packs";

/** A pack of somebody else that has the policies as a library. */
export const LIBRARY = `
const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("acme", { policies: ${load("library")}.serverlessPolicies() });
`;

/**
 * This pack, with all that it does for speed left to the SDK: what the engine sends is decoded by the SDK, again for each policy,
 * every policy is asked for every resource, and each one for the stack by itself.
 */
export const WITHOUT_SEAMS = `
${load("kit/decoding")}.decodeOnce = () => {};
${load("kit/messages")}.readMessage = (type, bytes) => type.deserializeBinary(bytes);
${load("kit/resource-analysis")}.analyzeByType = () => undefined;
${load("kit/stack-analysis")}.analyzeStackOnce = () => undefined;
const service = ${load("kit/service")};
const { hookService } = service;
service.hookService = (name, hooks) => hookService(name, { ...hooks, remediates: () => true });
${load("index")};
`;
