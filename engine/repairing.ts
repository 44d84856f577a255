import type { ResourcePolicy } from "../kit/policy";
import type { Resource } from "../kit/resource";
import type { ReadOptions } from "./config/validation";
import { exemption } from "./report/reporting";
import type { Session } from "./session";
import { applyChanges } from "./wire/encode";

type Properties = Record<string, unknown>;

/**
 * Repairs a resource as a policy declares it.
 * @param inputs of the resource, from which its view is made
 * @returns undefined if there is nothing to repair, or no repair is possible: the check then reports it
 */
export function repair(
  { metadata, concerns, remediate }: ResourcePolicy,
  options: ReadOptions,
  resource: Resource,
  inputs: Properties,
  session: Session,
): Properties | undefined {
  if (remediate === undefined || !concerns(resource.type)) return undefined;
  if (exemption(metadata, options, resource, session)?.exempted) return undefined;
  try {
    const changes = remediate(resource, options as never);
    return changes.length === 0 ? undefined : applyChanges(inputs, changes);
  } catch {
    return undefined;
  }
}
