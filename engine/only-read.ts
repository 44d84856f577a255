import { DEFAULTS } from "./wire/values";

/**
 * Whether the program only reads a resource (`Queue.get`) of a state: it has no inputs but those that the program gave, while the
 * Terraform bridge notes in the inputs of what it manages which are its own defaults, and be it none. Previews and deployments ask
 * about nothing that is only read.
 * @param names of the inputs, with what the provider notes
 * @param notesDefaults whether the provider notes its defaults for certain: not for types of Terraform's newer plugin framework
 */
export function isRead(type: string, hasProvider: boolean, names: readonly string[], notesDefaults = false): boolean {
  if (!hasProvider || !isBridged(type)) return false;
  return names.length === 0 || (notesDefaults && !names.includes(DEFAULTS));
}

/** Whether a type is one of a provider that is bridged from Terraform: `aws:sqs/queue:Queue`, not `aws-native:sqs:Queue`. */
function isBridged(type: string): boolean {
  return type.includes("/");
}
