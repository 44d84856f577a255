import type { Graph } from "../kit/graph";
import type { Policy, ResourcePolicy } from "../kit/policy";
import type { Resource } from "../kit/resource";
import type { ReadOptions } from "./config/validation";
import { reporting, type Told } from "./report/reporting";
import type { Session } from "./session";

export async function judgeResource(
  { metadata, concerns, check }: ResourcePolicy,
  options: ReadOptions,
  resource: Resource,
  session: Session,
  tell: (told: Told) => void,
): Promise<void> {
  if (!concerns(resource.type) || session.isOnlyRead(resource.urn)) return;
  await reporting(metadata, options, resource, session, tell, (report) => check(resource, options as never, report));
}

/** @param graph without the resources that the program only reads */
export async function judgeStack(
  { metadata, concerns, checkStack }: Policy,
  options: ReadOptions,
  graph: Graph,
  session: Session,
  tell: (told: Told) => void,
): Promise<void> {
  const first = graph.resources.find(({ type }) => concerns(type));
  if (first === undefined || checkStack === undefined) return;
  await reporting(metadata, options, first, session, tell, (report) => checkStack(graph, options as never, report));
}
