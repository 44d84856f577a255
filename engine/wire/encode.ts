import * as asset from "@pulumi/pulumi/asset";
import { type Property, Secret, Undecoded } from "../../kit/known";
import type { Change } from "../../kit/policy";
import { specialArchiveSig, specialAssetSig, specialSecretSig, specialSigKey } from "./signatures";

type Properties = Readonly<Record<string, unknown>>;

/**
 * Applies changes to a resource's inputs and leaves everything else as it is: unknown values, secrets, assets and archives.
 * @param inputs not modified
 */
export function applyChanges(inputs: Properties, changes: readonly Change[]): Properties {
  let result: unknown = inputs;
  for (const { at, value } of changes) result = replaced(result, at.path, value);
  return result as Properties;
}

function replaced(target: unknown, [step, ...rest]: Property["path"], value: unknown): unknown {
  if (step === undefined) return value;
  if (target instanceof Secret) return new Secret(replaced(target.value, [step, ...rest], value));
  const container = target ?? (typeof step === "number" ? [] : {});
  const copy = (Array.isArray(container) ? [...container] : { ...container }) as Record<string | number, unknown>;
  const next = replaced(copy[step], rest, value);
  if (next === undefined) delete copy[step];
  else copy[step] = next;
  return copy;
}

/** Names of properties that messages of the engine, or the policy SDK, would lose. */
const LOST = ["__proto__", "__isSpecialProxy", "__getSpecialProxyTarget"];

/** The properties of assets and archives. Their classes may be those of another copy of @pulumi/pulumi. */
const PARTS = ["path", "text", "uri", "assets"] as const;

/**
 * Writes properties in their wire form: values of JSON, with secrets, assets and archives by their signatures.
 * @param secret writes a secret by its value in wire form
 * @throws Error if a property would be lost
 */
export async function wireForm(properties: Properties, secret = wireSecret): Promise<Properties> {
  if (LOST.some((name) => Object.hasOwn(properties, name))) throw new Error("a property would be lost");
  const entries = Object.entries(properties).map(async ([name, value]) => [name, await encode(value, secret)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

export function wireSecret(value: unknown): unknown {
  return { [specialSigKey]: specialSecretSig, value: value ?? null };
}

async function encode(value: unknown, secret: typeof wireSecret): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => encode(item, secret)));
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Secret) return secret(await encode(value.value, secret));
  if (value instanceof Undecoded) return wireForm(value.fields, secret);
  if (asset.Asset.isInstance(value)) return { [specialSigKey]: specialAssetSig, ...(await partsOf(value, secret)) };
  if (asset.Archive.isInstance(value)) return { [specialSigKey]: specialArchiveSig, ...(await partsOf(value, secret)) };
  return wireForm(value as Properties, secret);
}

async function partsOf(value: object, secret: typeof wireSecret): Promise<Properties> {
  const parts: Record<string, unknown> = {};
  for (const name of PARTS) {
    if (name in value) parts[name] = await encode(await (value as Properties)[name], secret);
  }
  return parts;
}
