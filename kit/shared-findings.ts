import type { Finding, Report } from "./finding";
import type { Resource } from "./resource";

/** Findings that several resources share: each is reported once, on the first resource, and names the others. */
export class SharedFindings {
  readonly #found = new Map<string, Finding & { readonly on: Resource; readonly also: Resource[] }>();

  add(on: Resource, finding: Omit<Finding, "on" | "also">): void {
    const cause = JSON.stringify([finding.problem, finding.fix]);
    const first = this.#found.get(cause);
    if (first === undefined) this.#found.set(cause, { on, also: [], ...finding });
    else if (first.on !== on && first.also.at(-1) !== on) first.also.push(on);
  }

  reportTo(report: Report): void {
    for (const finding of this.#found.values()) report(finding);
  }
}
