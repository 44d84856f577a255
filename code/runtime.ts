import { type ParsedRuntime, parseRuntime } from "../aws/facts/lambda-runtimes";
import type { Resource } from "../kit/resource";

/** What a function runs on; undefined for container images, which bring it along, and where it is not known. */
export function runtimeOf({ properties }: Resource): ParsedRuntime | undefined {
  const packageType = properties.at("packageType").string();
  const runtime = properties.at("runtime").string();
  if (packageType.state === "known" && packageType.value === "Image") return undefined;
  return runtime.state === "known" ? parseRuntime(runtime.value) : undefined;
}
