import { createHash } from "node:crypto";
import type { Property } from "../kit/known";
import type { Resource } from "../kit/resource";
import type { Code, NotReadable } from "./code";
import { type CodeOptions, codeOptionsOf } from "./options";
import { partsOf } from "./source/assets";
import { readOnce } from "./source/cache";
import { locate } from "./source/locate";
import { type LocatedPart, readParts } from "./source/reading";

/**
 * The code of a Lambda function or layer. It never throws, never downloads anything and reads no more than the options allow.
 *
 * A policy may ask again for what another has asked for: code is read once in a process, that is, once in a preview.
 */
export async function codeOf(resource: Resource, options: Partial<CodeOptions> = {}): Promise<Code | NotReadable> {
  const at = resource.properties.at("code");
  const code = at.value();
  if (code.state === "absent") return elsewhere(resource.properties);
  if (code.state === "unknown") {
    const fix = "give the code as a FileArchive or AssetArchive whose path does not depend on other resources";
    return { state: "unknown", at, reason: "it is not known before the deployment", fix };
  }
  const all = codeOptionsOf(options);
  const parts: LocatedPart[] = [];
  for (const part of await partsOf(code.value, all)) {
    const location = "path" in part.content ? await locate(part.content.path, all.programDirectory) : undefined;
    parts.push({ ...part, location });
  }
  return notReadable(parts, at) ?? readOnce(keyOf(parts, all), () => readParts(parts, all));
}

/** The reason why code that is given as a whole cannot be read. */
function notReadable([part, ...rest]: readonly LocatedPart[], at: Property): NotReadable | undefined {
  if (part === undefined || part.at !== "" || rest.length > 0) return undefined;
  const { content, location } = part;
  if (location !== undefined && location.path === undefined) {
    return { state: "unreadable", at, reason: location.reason, fix: location.fix };
  }
  if (content.kind === "absent directory" || content.kind === "absent file") {
    return { state: "elsewhere", at, reason: `it ${content.reason}`, fix: GIVE_AN_ARCHIVE };
  }
  if (content.kind !== "text") return undefined;
  return { state: "unreadable", at, reason: "it is a text without the name of a file", fix: GIVE_AN_ARCHIVE };
}

const GIVE_AN_ARCHIVE = "give the code as a FileArchive or AssetArchive of what is on this machine";

/** Where the code of a function without `code` is. */
function elsewhere(properties: Property): NotReadable {
  const image = properties.at("imageUri");
  const type = properties.at("packageType").string();
  if (image.state !== "absent" || (type.state === "known" && type.value === "Image")) {
    return {
      state: "image",
      at: image,
      reason: "it is a container image",
      fix: "check the code where the image is built",
    };
  }
  const bucket = properties.at("s3Bucket");
  if (bucket.state !== "absent") {
    const reason = "it is in an S3 bucket, from where nothing is downloaded";
    const fix = `${GIVE_AN_ARCHIVE}; to hide this, exempt the function or set option unjudged to "silent"`;
    return { state: "elsewhere", at: bucket, reason, fix };
  }
  return { state: "elsewhere", at: properties.at("code"), reason: "none is given", fix: GIVE_AN_ARCHIVE };
}

/** Identifies code, including the state of its files. */
function keyOf(parts: readonly LocatedPart[], { programDirectory: _, ...options }: CodeOptions): string {
  const hash = createHash("sha256").update(JSON.stringify(options));
  for (const part of parts) hash.update(`\n${JSON.stringify(part)}`);
  return hash.digest("hex");
}
