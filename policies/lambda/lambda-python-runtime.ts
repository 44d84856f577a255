import {
  compareVersions,
  lambdaRuntime,
  lambdaRuntimesSource,
  parseRuntime,
  parseVersion,
} from "../../aws/facts/lambda-runtimes";
import { versionContradictions } from "../../aws/model/python-versions";
import type { Options } from "../../kit/options";
import { resourcePolicy } from "../../kit/policy";
import type { Resource } from "../../kit/resource";
import { enumerate, quote } from "../../kit/text";

const options = {
  minimum: {
    type: "string",
    pattern: "^3\\.\\d{1,2}$",
    examples: ["3.12"],
    default: "3.11",
    description: "Oldest Python version that functions may run on, such as 3.12.",
  },
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
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "Lambda.2",
    specification: "Lambda functions should use supported runtimes",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-2",
  },
  page: {
    why: "AWS stops patching a runtime on its deprecation date, then refuses to create functions with it, then to update them. A stack that was fine last year can no longer be deployed.",
    limits:
      "Functions deployed as container images bring their own Python and are left alone, as are functions in other languages. The dates in the message inform; what is a violation is decided by the options alone, so no preview starts to fail because a day has passed.",
    sources: ["https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"],
    since: "0.1.0",
  },

  check(lambda, options, report) {
    const found = unsuitableRuntime(lambda, options);
    if (found === undefined) return;
    const { runtime, id, expected } = found;
    const target = targetRuntime(options);
    report({
      at: runtime,
      problem: `${quote(id)} is ${expected}${supportEnd(id)}`,
      fix:
        target === undefined ? "configure an allowed version that is not below minimum" : `set runtime to "${target}"`,
    });
  },

  remediate(lambda, options) {
    const found = unsuitableRuntime(lambda, options);
    const value = targetRuntime(options);
    return found === undefined || value === undefined ? [] : [{ at: found.runtime, value }];
  },
});

type RuntimeOptions = Options<typeof options>;

function unsuitableRuntime(lambda: Resource, { minimum, allowed }: RuntimeOptions) {
  const runtime = lambda.properties.at("runtime");
  const id = runtime.string();
  const parsed = id.state === "known" ? parseRuntime(id.value) : undefined;
  if (id.state !== "known" || parsed?.family !== "python") return undefined;
  const versions = allowed?.map((version) => `python${version}`);
  if (isBelow(parsed.version, minimum)) {
    return { runtime, id: id.value, expected: `older than python${minimum} (option minimum)` };
  }
  if (versions === undefined || versions.includes(id.value)) return undefined;
  return { runtime, id: id.value, expected: `not ${enumerate(versions, "or")} (option allowed)` };
}

/** The oldest runtime that the options let pass, `undefined` where they let none pass. */
function targetRuntime({ minimum, allowed }: RuntimeOptions): string | undefined {
  const candidates = (allowed ?? [minimum]).map((version) => parseVersion(version) ?? []);
  const [oldest] = candidates.filter((version) => !isBelow(version, minimum)).sort(compareVersions);
  return oldest && `python${oldest.join(".")}`;
}

function isBelow(version: readonly number[], minimum: string): boolean {
  return compareVersions(version, parseVersion(minimum) ?? []) < 0;
}

function supportEnd(id: string): string {
  const { deprecated, blockUpdate } = lambdaRuntime(id) ?? {};
  if (!deprecated) return "";
  const block = blockUpdate ? ` and updates of such functions on ${blockUpdate}` : "";
  return `; AWS ends its support on ${deprecated}${block} (as of ${lambdaRuntimesSource.dated})`;
}
