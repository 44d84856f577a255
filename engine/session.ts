import type { Decoded } from "../kit/resource";
import { nameOf, typeOf } from "../kit/urn";
import { ExemptionTags } from "./config/exemption-tags";
import type { Link } from "./config/exemptions";
import { AcceptedFindings } from "./report/accepted";
import { BriefFindings } from "./report/brief";
import { Notes } from "./report/not-checked";

/** The state of one run: the resources seen so far, and what was reported about them. */
export class Session {
  /** Whether this is a deployment or preview: the engine then does not send resources that are only read one by one. */
  isDeployment = false;
  /** Base address of the policies' pages, if they are not in the pack's repository. */
  pages: string | undefined;
  readonly exemptionTags = new ExemptionTags();
  readonly notes = new Notes();
  readonly accepted = new AcceptedFindings();
  readonly findings = new BriefFindings();
  readonly #parents = new Map<string, string>();
  /** The inputs of each resource. They stay encoded, since most are never read again. */
  readonly #inputs = new Map<string, Decoded>();
  readonly #onlyRead = new Set<string>();

  recordParent(urn: string, parent: string | undefined): void {
    if (parent) this.#parents.set(urn, parent);
  }

  /** A resource and its known ancestors, the nearest first. */
  chainOf(urn: string): readonly Link[] {
    const chain = new Map<string, Link>();
    for (let next: string | undefined = urn; next !== undefined && !chain.has(next); next = this.#parents.get(next)) {
      chain.set(next, linkOf(next));
    }
    return [...chain.values()];
  }

  recordInputs(urn: string, inputs: Decoded): void {
    this.#inputs.set(urn, inputs);
  }

  inputsOf(urn: string): Decoded | undefined {
    return this.#inputs.get(urn);
  }

  /** Records a resource that the program only reads (`Queue.get`) and something else manages: there is nothing in it to check. */
  recordOnlyRead(urn: string): void {
    this.#onlyRead.add(urn);
  }

  isOnlyRead(urn: string): boolean {
    return this.#onlyRead.has(urn);
  }
}

function linkOf(urn: string): Link {
  return { urn, name: nameOf(urn), type: typeOf(urn) };
}
