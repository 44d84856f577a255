/**
 * Names of the inputs of each resource that was judged in this run.
 *
 * A stack policy sees outputs only, and an unknown output may be one that the program did not set and the provider will fill in.
 */
const inputNames = new Map<string, ReadonlySet<string>>();

export function recordInputs(urn: string, names: readonly string[]): void {
  inputNames.set(urn, new Set(names));
}

/** Whether the program set a property of a resource; undefined where the resource's inputs were not seen. */
export function isInput(urn: string, property: string): boolean | undefined {
  return inputNames.get(urn)?.has(property);
}

/**
 * Whether a resource is one that the program reads (`Queue.get`) and something else manages. In a state it has no inputs, where
 * a managed one has at least its provider's note on defaults. Previews say nothing of it.
 */
export function isOnlyRead(
  { urn, provider }: { readonly urn: string; readonly provider?: unknown },
  inputs: Iterable<string> | undefined = inputNames.get(urn),
): boolean {
  return provider !== undefined && inputs !== undefined && [...inputs].length === 0;
}
