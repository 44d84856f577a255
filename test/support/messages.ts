// npm run messages: every message that a row of the tables shows, by policy, to be read at one go.
import { loadTables } from "../properties/support/tables";

/** The texts of all findings of the tables, each once, by policy. */
export function messages(): ReadonlyMap<string, readonly string[]> {
  const { resources, stacks } = loadTables();
  const found = new Map<string, Set<string>>();
  const add = (policy: string, texts: readonly string[]) => {
    const all = found.get(policy) ?? new Set();
    for (const text of texts) all.add(text);
    found.set(policy, all);
  };
  for (const { policy, violates, advises } of resources)
    for (const { findings } of [...violates, ...(advises ?? [])]) add(policy, findings);
  for (const { policy, violates } of stacks)
    for (const { findings } of violates)
      add(
        policy,
        findings.map(({ text }) => text),
      );
  return new Map([...found].map(([policy, texts]) => [policy, [...texts]]));
}

if (require.main === module) {
  // What tables leave behind is removed at the end, as mocha does.
  globalThis.after = ((clean: () => void) => process.on("exit", clean)) as unknown as typeof globalThis.after;
  for (const [policy, texts] of messages())
    console.log(`${policy}\n${"-".repeat(policy.length)}\n${texts.join("\n\n")}\n`);
}
