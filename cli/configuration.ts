import type { PackConfiguration } from "../engine/config/configured-policies";
import { printable } from "../kit/text";
import { policies } from "../policies";
import { entriesOf, lineAndColumn, type Node, plainValue, readJson } from "./check-config/json";
import { configurationProblems } from "./check-config/problems";
import { ALL, ENVIRONMENTS } from "./configuration-keys";
import { CommandError } from "./errors";
import { readText } from "./input";

/**
 * Reads a configuration.
 * @param comments whether comments are allowed, which the engine refuses
 * @returns its text and value; the value is undefined for an empty file
 * @throws CommandError with the place of the fault
 */
export async function readConfiguration(
  file: string,
  comments: "refused" | "taken" = "taken",
): Promise<{ readonly text: string; readonly root: Node | undefined }> {
  const { text } = await readText(file);
  const { root, errors, duplicates } = readJson(text, comments);
  const [first] = [...errors, ...duplicates, ...(root === undefined ? [] : configurationProblems(root, policies))];
  if (first === undefined) return { text, root };
  const { line, column } = lineAndColumn(text, first.offset);
  throw new CommandError(`${printable(file)}:${line}:${column}: ${printable(first.message)}`);
}

/** A configuration as the engine reads it: the level under `all` applies to policies without a level of their own. */
export function asSent(root: Node | undefined): PackConfiguration {
  const given = (root === undefined ? [] : entriesOf(root)).filter(({ name }) => name !== ENVIRONMENTS);
  const read = new Map(
    given.map(({ name, value }) => {
      const { enforcementLevel = "", ...options } =
        value.type === "string" ? { enforcementLevel: value.value } : (plainValue(value) as Record<string, unknown>);
      const policy = policies.find(({ metadata }) => metadata.page.formerly?.includes(name));
      return [policy?.metadata.name ?? name, { enforcementLevel: String(enforcementLevel), options }];
    }),
  );
  const all = read.get(ALL)?.enforcementLevel ?? "";
  const named = new Map(policies.map(({ metadata: { name } }) => [name, { enforcementLevel: all, options: {} }]));
  for (const [name, { enforcementLevel, options }] of read)
    named.set(name, { enforcementLevel: enforcementLevel || all, options });
  return named;
}
