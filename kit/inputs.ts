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
 * Whether the program only reads the resource (`Queue.get`) that the engine asks a repair of. In a state, such a resource has no
 * inputs at all; of one that is managed, the provider notes at least that it set no defaults. The engine leaves these notes out of
 * what is to be analyzed. Previews ask nothing of what is only read.
 */
export function lacksInputs(hasProvider: boolean, inputNames: readonly string[]): boolean {
  return hasProvider && inputNames.length === 0;
}

/** Resources that the program reads (`Queue.get`) and something else manages: there is nothing in them to judge. */
const onlyRead = new Set<string>();

export function recordOnlyRead(urn: string): void {
  onlyRead.add(urn);
}

/** Whether a resource is known to be only read. */
export function isOnlyRead(urn: string): boolean {
  return onlyRead.has(urn);
}
