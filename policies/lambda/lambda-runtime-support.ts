import {
  compareVersions,
  type LambdaRuntime,
  lambdaRuntime,
  lambdaRuntimes,
  lambdaRuntimesSource,
  type ParsedRuntime,
  parseRuntime,
  supportedRuntimes,
} from "../../aws/facts/lambda-runtimes";
import type { Finding } from "../../kit/finding";
import type { Contradiction } from "../../kit/options";
import { resourcePolicy } from "../../kit/policy";
import { quote } from "../../kit/text";

const asOf = `(as of ${lambdaRuntimesSource.dated})`;

export const lambdaRuntimeSupport = resourcePolicy({
  name: "lambda-runtime-support",
  description: "A Lambda function runs on a runtime that AWS still accepts and patches.",
  severity: "high",
  level: "mandatory",
  resources: ["aws:lambda/function:Function"],
  options: {
    minimum: {
      type: "array",
      items: { type: "string", pattern: "^(nodejs|java|dotnet|ruby|provided)[\\w.]*$", examples: ["nodejs22.x"] },
      uniqueItems: true,
      default: [],
      description: "Oldest runtimes that functions may have, one for each language that is meant.",
    },
  },
  contradictions: ({ minimum }) => minimum.flatMap(unknownRuntime),
  remediationSteps: "Set the function's runtime to one that AWS supports, and test the code on it.",
  tags: ["lambda", "security", "deployment"],
  framework: supportedRuntimes,
  page: {
    why: "After an announced day, AWS no longer patches a runtime; later it refuses to create functions with it, and finally to update them. A program that worked for years then fails for each new stack.",
    limits:
      "It leaves Python to lambda-python-runtime, which has a minimum of its own, so that no function is reported twice. Container images bring their own runtime. The days are facts of the day that the message names, and AWS has moved them before: a day that has passed since then is advisory, so no preview starts to fail because of the calendar alone. Functions that exist can still be updated for a while with a runtime that AWS refuses for new ones; exempt those until they are moved.",
    advisory: "Runtimes that AWS no longer patches, and still creates functions with as far as the facts go.",
    sources: ["https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"],
    since: "0.1.0",
  },

  check(lambda, { minimum }, report) {
    const at = lambda.properties.at("runtime");
    const id = at.string();
    const runtime = id.state === "known" ? lambdaRuntime(id.value) : undefined;
    if (runtime === undefined || runtime.family === "python") return;
    const oldest = minimum
      .flatMap((least) => parseRuntime(least) ?? [])
      .find(({ family }) => family === runtime.family);
    const found = tooOld(runtime, oldest, minimum) ?? unsupported(runtime, report.today);
    if (found !== undefined) report({ at, fix: advice(runtime, oldest, report.today), ...found });
  },
});

type Found = Pick<Finding, "problem" | "level">;

function tooOld(
  runtime: LambdaRuntime,
  oldest: ParsedRuntime | undefined,
  minimum: readonly string[],
): Found | undefined {
  if (oldest === undefined || !isOlder(runtime, oldest)) return undefined;
  const [least = ""] = minimum.filter((id) => parseRuntime(id)?.family === runtime.family);
  return { problem: `${quote(runtime.id)} is older than ${least} (option minimum)` };
}

/** Mandatory if AWS refused it on the day of the facts; advisory if AWS announced it for a day that has passed since. */
function unsupported({ id, deprecated, blockCreate, blockUpdate }: LambdaRuntime, today: string): Found | undefined {
  if (blockCreate !== null && blockCreate <= lambdaRuntimesSource.dated) {
    const updates =
      blockUpdate === null
        ? ""
        : `, and ${blockUpdate <= today ? "has refused" : "will refuse"} to update them ${blockUpdate <= today ? "since" : "from"} ${blockUpdate}`;
    return { problem: `AWS has refused to create functions with ${quote(id)} since ${blockCreate}${updates} ${asOf}` };
  }
  if (deprecated === null || deprecated > today) return undefined;
  const next = blockCreate === null ? "" : `, and will refuse to create functions with it from ${blockCreate}`;
  return { level: "advisory", problem: `AWS has not patched ${quote(id)} since ${deprecated}${next} ${asOf}` };
}

function advice({ family }: LambdaRuntime, oldest: ParsedRuntime | undefined, today: string): string {
  // AWS has given up its runtime for Go, which now runs on the OS-only runtimes.
  const [wanted, how] = family === "go" ? ["provided", ", with the program built as bootstrap"] : [family, ""];
  const suitable = lambdaRuntimes.filter(
    (runtime) =>
      runtime.family === wanted &&
      !(runtime.preview || runtime.imageOnly || (oldest?.family === wanted && isOlder(runtime, oldest))) &&
      runtime.deprecated !== null &&
      runtime.deprecated > today,
  );
  const newest = suitable.at(-1);
  return newest === undefined
    ? `move the function to a runtime that AWS supports: ${lambdaRuntimesSource.url}`
    : `set runtime to ${quote(newest.id)}${how} (supported until ${newest.deprecated}), and test the code on it`;
}

/** Runtimes of one version differ by their operating system: `java17`, `java17.al2023`. */
function isOlder(one: ParsedRuntime, other: ParsedRuntime): boolean {
  const system = ({ variant }: ParsedRuntime) => Number(/\d+/.exec(variant ?? "")?.[0] ?? 0);
  return (compareVersions(one.version, other.version) || system(one) - system(other)) < 0;
}

function unknownRuntime(id: string, index: number): readonly Contradiction[] {
  if (lambdaRuntime(id) !== undefined) return [];
  return [{ at: ["minimum", index], problem: `found ${quote(id)}, a runtime that AWS does not have ${asOf}` }];
}
