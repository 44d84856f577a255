/** The keys of a configuration that are no names of policies. */
export const ALL = "all";
export const ENVIRONMENTS = "environments";
