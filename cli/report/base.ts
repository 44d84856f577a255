import { CommandError } from "../errors";
import { readText } from "../input";
import { FINGERPRINT } from "./sarif";

/**
 * The fingerprints of the violations in an earlier report.
 * @throws CommandError if the file is not a SARIF report of this command
 */
export async function fingerprintsOf(file: string): Promise<ReadonlySet<string>> {
  const { name, text } = await readText(file);
  const wrong = new CommandError(`${name}: this is not a report of aws-serverless-guard report --format sarif`);
  try {
    const { runs } = JSON.parse(text) as { runs: { results: { partialFingerprints: Record<string, string> }[] }[] };
    const prints = runs.flatMap(({ results }) => results.map(({ partialFingerprints: all }) => all[FINGERPRINT]));
    if (prints.some((print) => print === undefined)) throw wrong;
    return new Set(prints as string[]);
  } catch {
    throw wrong;
  }
}
