import { DEFAULTS } from "./wire/values";

/**
 * Whether the program only reads a resource (`Queue.get`) of a state. Such a resource has only inputs that the program gave; in
 * those of managed ones the Terraform bridge lists its own defaults, even if there are none. Previews and deployments do not ask
 * about resources that are only read.
 * @param names of the inputs, with the provider's marks
 * @param notesDefaults whether the provider always marks its defaults, which it does not for types of Terraform's plugin framework
 */
export function isRead(type: string, hasProvider: boolean, names: readonly string[], notesDefaults = false): boolean {
  if (!hasProvider || !isBridged(type)) return false;
  return names.length === 0 || (notesDefaults && !names.includes(DEFAULTS));
}

/** Whether a type is one of a provider that is bridged from Terraform: `aws:sqs/queue:Queue`, not `aws-native:sqs:Queue`. */
function isBridged(type: string): boolean {
  return type.includes("/");
}
