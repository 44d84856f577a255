import type { CodePlace } from "../../kit/finding";
import type { GraphResource } from "../../kit/graph";
import type { Property } from "../../kit/known";
import { names } from "../../kit/resource";

/** What one resource does to another. */
export interface Arrow {
  readonly from: GraphResource;
  readonly to: GraphResource;
  readonly label: string;
  /** The resource that creates the arrow, on which its findings are. */
  readonly on: GraphResource;
  readonly at?: Property;
  /** The places in code that create it. */
  readonly places?: readonly CodePlace[];
  /** The role that it needs, if any. */
  readonly role?: GraphResource | undefined;
  /** The policies that check it. */
  readonly policies: readonly string[];
  /** Its status, if no policy finds it broken. */
  readonly known: Known;
}

export interface Known {
  readonly isProven: boolean;
  /** Why, as a sentence without full stop. */
  readonly reason: string;
}

export const proven = (reason: string): Known => ({ isProven: true, reason });
export const open = (reason: string): Known => ({ isProven: false, reason });

/** An arrow from one of some resources to one of others. */
export function between(
  froms: readonly GraphResource[],
  tos: readonly GraphResource[],
  { known, ...rest }: Omit<Arrow, "from" | "to">,
): readonly Arrow[] {
  const isOpen = froms.length > 1 || tos.length > 1;
  const either = [froms, tos].filter(({ length }) => length > 1).map((each) => names(each, "or"));
  const what = isOpen ? open(`whether ${either.join(" and ")} is meant is known after the deployment`) : known;
  return froms.flatMap((from) => tos.map((to) => ({ from, to, ...rest, known: what })));
}
