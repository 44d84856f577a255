import type { Contradiction } from "../../kit/options";
import { enumerate, quote } from "../../kit/text";
import { compareVersions, lambdaRuntimesSource, parseVersion, pythonRuntimes } from "../facts/lambda-runtimes";

/** Python has one version a year, and a pack may be some years old. */
const YEARS_AHEAD = 5;

/** The fault of the Python versions in options: they do not exist, or none is left. */
export function versionContradictions(options: {
  readonly minimum: string;
  readonly allowed?: readonly string[];
  /** Identifiers of runtimes, of any language. */
  readonly required?: readonly string[];
}): readonly Contradiction[] {
  const { minimum, allowed = [], required = [] } = options;
  const unknown = [
    ...(isAhead(minimum) ? [{ at: ["minimum"], problem: notThere(minimum) }] : []),
    ...allowed.flatMap((version, index) => {
      const problem = versionProblem(version);
      return problem === undefined ? [] : [{ at: ["allowed", index], problem }];
    }),
    ...required.flatMap((id, index) => {
      const [, version] = /^python(3\.\d+)$/.exec(id) ?? [];
      const problem = version === undefined ? undefined : versionProblem(version);
      return problem === undefined ? [] : [{ at: ["required", index], problem }];
    }),
  ];
  const isBelow = (version: string) => compareVersions(numbersOf(version), numbersOf(minimum)) < 0;
  if (unknown.length > 0 || allowed.length === 0 || !allowed.every(isBelow)) return unknown;
  const found = enumerate(allowed.map(quote));
  return [{ at: ["allowed"], problem: `found ${found}, all older than option minimum ${quote(minimum)} allows` }];
}

function versionProblem(version: string): string | undefined {
  const plain = numbersOf(version).join(".");
  if (plain !== version) return `found ${quote(version)}, write ${quote(plain)}`;
  const isKnown = pythonRuntimes.some((runtime) => runtime.version.join(".") === version);
  const isOld = compareVersions(numbersOf(version), newest()) < 0;
  return (isOld && !isKnown) || isAhead(version) ? notThere(version) : undefined;
}

/** Whether a version is later than any that this pack may ever meet. */
function isAhead(version: string): boolean {
  const [major = 0, minor = 0] = newest();
  return compareVersions(numbersOf(version), [major, minor + YEARS_AHEAD]) > 0;
}

function notThere(version: string): string {
  return `found ${quote(version)}, a Python that AWS does not have (as of ${lambdaRuntimesSource.dated})`;
}

function newest(): readonly number[] {
  return pythonRuntimes.at(-1)?.version ?? [];
}

function numbersOf(version: string): readonly number[] {
  return parseVersion(version) ?? [];
}
