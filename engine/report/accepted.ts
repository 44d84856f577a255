import { daysBetween, today } from "../config/days";

/** An exempted finding, and the last day of its exemption. */
export interface Accepted {
  readonly expires: string | undefined;
}

/** An exemption that ends within so many days ends soon. */
const SOON = 30;

/** The findings of one run that are exempted. */
export class AcceptedFindings {
  readonly #found = new Map<string, Accepted>();

  /** @param finding its identity */
  add(finding: readonly string[], accepted: Accepted): void {
    this.#found.set(JSON.stringify(finding), accepted);
  }

  /** One line about all of them; undefined if there are none. */
  get text(): string | undefined {
    const day = today();
    const soon = [...this.#found.values()].filter(
      ({ expires }) => expires !== undefined && daysBetween(day, expires) <= SOON,
    ).length;
    const findings = this.#found.size === 1 ? "1 accepted finding" : `${this.#found.size} accepted findings`;
    if (this.#found.size === 0) return undefined;
    return soon === 0
      ? `${findings}.`
      : `${findings}, ${soon} ${soon === 1 ? "expires" : "expire"} within ${SOON} days.`;
  }
}

/** Whether a text is the line that counts accepted findings. */
export function countsAccepted(text: string): boolean {
  return /^\d+ accepted findings?[.,]/.test(text);
}
