import {
  compareVersions,
  type LambdaRuntime,
  type ParsedRuntime,
  parseVersion,
  pythonRuntimes,
} from "../facts/lambda-runtimes";

/** An option of functions and layers. The SDK gives a policy only its own options, so both policies have it. */
export const minimumPython = {
  minimum: {
    type: "string",
    pattern: "^3\\.\\d{1,2}$",
    examples: ["3.12"],
    default: "3.11",
    description: "Oldest Python version that functions may run on, such as 3.12.",
  },
} as const;

/** Whether a runtime is a Python older than a minimum. */
export function isBelow({ family, version }: ParsedRuntime, minimum: string): boolean {
  return family === "python" && compareVersions(version, parseVersion(minimum) ?? []) < 0;
}

/** The runtimes of Python that exist and are not below a minimum, the oldest first. */
export function pythonRuntimesFrom(minimum: string): readonly LambdaRuntime[] {
  return pythonRuntimes.filter((runtime) => !isBelow(runtime, minimum));
}
