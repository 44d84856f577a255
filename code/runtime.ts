import { type ParsedRuntime, parseRuntime } from "../aws/facts/lambda-runtimes";
import type { Resource } from "../kit/resource";

/** The runtime of a function; undefined for container images, and if unknown. */
export function runtimeOf({ properties }: Resource): ParsedRuntime | undefined {
  const packageType = properties.at("packageType").string();
  const runtime = properties.at("runtime").string();
  if (packageType.state === "known" && packageType.value === "Image") return undefined;
  return runtime.state === "known" ? parseRuntime(runtime.value) : undefined;
}
