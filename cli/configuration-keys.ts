/** The keys of a configuration that are not names of policies. */
export const ALL = "all";
export const ENVIRONMENTS = "environments";
