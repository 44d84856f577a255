// Check: what the real provider makes of a program's inputs before anything, policies included, sees them.
import { createHash } from "node:crypto";
import type { ProviderConfig } from "../provider";
import { resourceClass } from "./classes";
import { defaultInputs } from "./defaults";
import { containsUnknown, isObject, type Properties, text, UNKNOWN, type Value, withDefaultsNoted } from "./values";

interface NamingRule {
  property: string;
  maxLength: number;
  lowerCase?: boolean;
  suffix?: (inputs: Properties) => string;
}

const fifo = (flag: string) => (inputs: Properties) => (inputs[flag] === true ? ".fifo" : "");

/** Types named otherwise than by `name` with at most 255 characters. */
const namingRules: Readonly<Record<string, NamingRule>> = {
  "aws:cloudwatch/eventRule:EventRule": { property: "name", maxLength: 64 },
  "aws:cloudwatch/eventTarget:EventTarget": { property: "targetId", maxLength: 255 },
  "aws:iam/role:Role": { property: "name", maxLength: 64 },
  "aws:lambda/function:Function": { property: "name", maxLength: 64 },
  "aws:lambda/permission:Permission": { property: "statementId", maxLength: 100 },
  "aws:s3/bucket:Bucket": { property: "bucket", maxLength: 63, lowerCase: true },
  "aws:s3/bucketV2:BucketV2": { property: "bucket", maxLength: 63, lowerCase: true },
  "aws:sns/topic:Topic": { property: "name", maxLength: 256, suffix: fifo("fifoTopic") },
  "aws:sqs/queue:Queue": { property: "name", maxLength: 80, suffix: fifo("fifoQueue") },
};

/** The inputs that give a resource of this type its name: the one that is filled in, when there is one. */
export function nameProperty(type: string): string | undefined {
  return namingRules[type]?.property ?? (resourceClass(type).inputs.has("name") ? "name" : undefined);
}

/** The name that the real provider draws when a resource is made with a prefix: 26 more digits. */
export function prefixedName(urn: string, type: string, inputs: Properties): string {
  const prefix = text(inputs, `${nameProperty(type)}Prefix`);
  return prefix === ""
    ? ""
    : prefix +
        BigInt(`0x${uniqueHex(urn, 20)}`)
          .toString()
          .padStart(26, "2026")
          .slice(-26);
}

export function check(
  urn: string,
  type: string,
  news: Properties,
  olds: Properties,
  config: ProviderConfig,
): Properties {
  const { inputs, documents, computed } = resourceClass(type);
  // The real provider refuses unknown keys here. They pass, so that what stops a misspelt one in a test is a policy.
  const checked: Properties = Object.fromEntries(Object.entries(news).filter(([, value]) => value !== null));

  for (const property of documents) {
    if (checked[property] !== undefined) {
      checked[property] = asJsonText(checked[property]);
    }
  }
  if (inputs.has("tags") && computed.has("tagsAll")) {
    checked.tagsAll = mergedTags(checked.tags, config.defaultTags);
  }
  if (inputs.has("region") && checked.region === undefined && config.region !== null) {
    checked.region = config.region;
  }

  const defaults: string[] = [];
  const name = automaticName(urn, type, checked, olds);
  if (name !== undefined) {
    checked[name.property] = name.value;
    defaults.push(name.property);
  }
  for (const [property, value] of Object.entries(defaultInputs[type] ?? {})) {
    if (checked[property] === undefined) {
      checked[property] = value;
      defaults.push(property);
    }
  }
  return withDefaultsNoted(checked, defaults);
}

/** The real provider makes text of a document that is given as an object, and takes it for unknown when a part of it is. */
function asJsonText(document: Value): Value {
  if (containsUnknown(document)) {
    return UNKNOWN;
  }
  return typeof document === "string" ? document : JSON.stringify(sortedKeys(document));
}

/** As Go writes maps. */
function sortedKeys(value: Value): Value {
  if (Array.isArray(value)) {
    return value.map(sortedKeys);
  }
  if (!isObject(value)) {
    return value;
  }
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sortedKeys(value[name] ?? null)]));
}

function mergedTags(tags: Value | undefined, defaultTags: Value): Value {
  if (containsUnknown(tags) || containsUnknown(defaultTags)) {
    return UNKNOWN;
  }
  const inherited = isObject(defaultTags) ? defaultTags.tags : undefined;
  return { ...(isObject(inherited) ? inherited : {}), ...(isObject(tags) ? tags : {}) };
}

function automaticName(urn: string, type: string, inputs: Properties, olds: Properties) {
  const property = nameProperty(type);
  if (property === undefined || inputs[property] !== undefined || inputs[`${property}Prefix`] !== undefined) {
    return undefined;
  }
  const old = olds[property];
  if (typeof old === "string" && Array.isArray(olds.__defaults) && olds.__defaults.includes(property)) {
    return { property, value: old };
  }
  const rule = namingRules[type] ?? { property, maxLength: 255 };
  // The real provider draws from the engine's random seed. The URN gives the same name in every run.
  const tail = `-${uniqueHex(urn, 7)}${rule.suffix?.(inputs) ?? ""}`;
  const logicalName = urn.slice(urn.lastIndexOf("::") + 2).slice(0, rule.maxLength - tail.length);
  return { property, value: (rule.lowerCase ? logicalName.toLowerCase() : logicalName) + tail };
}

export function uniqueHex(seed: string, length: number): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, length);
}
