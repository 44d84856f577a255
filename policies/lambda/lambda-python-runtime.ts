import { lambdaRuntime, lambdaRuntimesSource, parseRuntime, supportedRuntimes } from "../../aws/facts/lambda-runtimes";
import { isBelow, minimumPython, pythonRuntimesFrom } from "../../aws/model/python-minimum";
import { versionContradictions } from "../../aws/model/python-versions";
import type { Options } from "../../kit/options";
import { resourcePolicy } from "../../kit/policy";
import type { Resource } from "../../kit/resource";
import { enumerate, quote } from "../../kit/text";

const options = {
  ...minimumPython,
  allowed: {
    type: "array",
    items: { type: "string", pattern: "^3\\.\\d{1,2}$", examples: ["3.12"] },
    minItems: 1,
    uniqueItems: true,
    description: "The only Python versions that functions may run on; all from `minimum` on where it is not set.",
  },
} as const;

export const lambdaPythonRuntime = resourcePolicy({
  name: "lambda-python-runtime",
  description: "A Lambda function written in Python runs on a version of Python that is new enough.",
  severity: "high",
  level: "mandatory",
  resources: ["aws:lambda/function:Function"],
  options,
  contradictions: versionContradictions,
  remediationSteps: "Set the function's runtime to a supported version of Python, and test the code on it.",
  tags: ["lambda", "python", "security"],
  framework: supportedRuntimes,
  page: {
    why: "AWS stops patching a runtime on its deprecation date, later refuses to create functions with it, then to update them. A stack that was fine last year can no longer be deployed.",
    limits:
      "It leaves alone functions deployed as container images, which bring their own Python, and functions in other languages. The dates in the message only inform: the options alone decide what is a violation, so no preview starts to fail because a day has passed. Repairs set the oldest version that the options allow and with which AWS creates functions. lambda-layer-runtime-coverage checks the versions that layers declare, with a `minimum` of its own.",
    sources: ["https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"],
    since: "0.1.0",
  },

  check(lambda, options, report) {
    const found = unsuitableRuntime(lambda, options);
    if (found === undefined) return;
    const { runtime, id, expected } = found;
    report({
      at: runtime,
      problem: `${quote(id)} is ${expected}${refusals(id, report.today)}`,
      fix: advice(options),
    });
  },

  remediate(lambda, options) {
    const found = unsuitableRuntime(lambda, options);
    const [oldest] = suitableRuntimes(options);
    return found === undefined || oldest === undefined ? [] : [{ at: found.runtime, value: oldest.id }];
  },
});

/** Sentences about what AWS refuses for functions with a runtime, past or future on the day of the run. */
function refusals(id: string, today: string): string {
  const { deprecated, blockCreate, blockUpdate } = lambdaRuntime(id) ?? {};
  if (!deprecated || !blockCreate || !blockUpdate) return "";
  const refuses = (what: string, day: string) =>
    day <= today ? `has refused to ${what} since ${day}` : `will refuse to ${what} from ${day}`;
  const refused = `${refuses("create such functions", blockCreate)} and ${refuses("update them", blockUpdate)}`;
  const support =
    blockCreate <= today ? "" : `; its support ${deprecated <= today ? "ended" : "ends"} on ${deprecated}`;
  return `; AWS ${refused}${support} (as of ${lambdaRuntimesSource.dated})`;
}

function advice(options: RuntimeOptions): string {
  const suitable = suitableRuntimes(options);
  const [oldest, newest] = [suitable[0], suitable.at(-1)];
  if (!oldest || !newest)
    return `change the options: no Python of AWS satisfies them (as of ${lambdaRuntimesSource.dated})`;
  if (options.allowed) return `set runtime to ${enumerate(suitable.map(({ id }) => quote(id)).reverse(), "or")}`;
  if (oldest === newest) return `set runtime to ${quote(newest.id)}`;
  const support = oldest.deprecated ? ` (supported until ${oldest.deprecated})` : "";
  return `set runtime to ${quote(newest.id)}, or at least ${quote(oldest.id)}${support}`;
}

type RuntimeOptions = Options<typeof options>;

function unsuitableRuntime(lambda: Resource, { minimum, allowed }: RuntimeOptions) {
  const runtime = lambda.properties.at("runtime");
  const id = runtime.string();
  const parsed = id.state === "known" ? parseRuntime(id.value) : undefined;
  if (id.state !== "known" || parsed?.family !== "python") return undefined;
  const versions = allowed?.map((version) => `python${version}`);
  if (isBelow(parsed, minimum)) {
    return { runtime, id: id.value, expected: `older than python${minimum} (option minimum)` };
  }
  if (versions === undefined || versions.includes(id.value)) return undefined;
  return { runtime, id: id.value, expected: `not ${enumerate(versions, "or")} (option allowed)` };
}

/** The runtimes that the options allow and with which AWS creates functions by its dates, the oldest first. */
function suitableRuntimes({ minimum, allowed }: RuntimeOptions) {
  const offered = pythonRuntimesFrom(minimum).filter(
    ({ id, blockCreate }) =>
      (allowed?.some((version) => id === `python${version}`) ?? true) &&
      !(blockCreate && blockCreate <= lambdaRuntimesSource.dated),
  );
  const released = offered.filter(({ preview }) => !preview);
  return released.length > 0 ? released : offered;
}
