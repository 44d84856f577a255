import { specialArchiveSig, specialAssetSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import fc from "fast-check";
import { paths, replace, valueAt } from "../../support/variants";
import { isSecret, secret } from "../../support/wire";
import type { Generated } from "./stacks";

type Properties = Record<string, unknown>;

/** What is in every planted secret, and in nothing else. */
export const MARKER = "zqxmarker";

let planted = 0;

/** A text that is nowhere else, made from another so that it may violate the same rule. */
function mark(text: string, how: number): string {
  const marker = `${MARKER}${planted++}`;
  switch (how % 6) {
    case 0:
      return marker;
    case 1:
      return `${text}${marker}`;
    case 2:
      return `${marker}${text}`;
    case 3:
      return `${text.slice(0, text.length / 2)}${marker}${text.slice(text.length / 2)}`;
    case 4:
      return `${marker}"\u001b\u202e\n${text}`;
    default:
      return `${marker}${"x".repeat(90)}${text}`;
  }
}

/** Marks every text in a value, the names of properties too. */
function marked(value: unknown, how: number): unknown {
  if (typeof value === "string") return mark(value, how);
  if (Array.isArray(value)) return value.map((item) => marked(item, how));
  if (typeof value !== "object" || value === null) return value;
  if (isSecret(value)) return marked(value.value ?? null, how);
  const sig = (value as Properties)[specialSigKey];
  if (sig === specialAssetSig || sig === specialArchiveSig) return markedAsset(value as Properties, how);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) => {
      const entry = [key, marked(child, how)] as const;
      // The policies look for names that they know.
      return how % 4 === 0 ? [entry, [mark(key, how), child] as const] : [entry];
    }),
  );
}

/** Code stays code: names in it are marked where it has a handler or an import. */
function markedAsset(value: Properties, how: number): Properties {
  const { text, assets, path } = value;
  if (typeof text === "string") {
    const name = `${MARKER}${planted++}`;
    const code = text.replaceAll(/\b(handler|os|json|event)\b/g, `$1_${name}`);
    return { ...value, text: `import ${name}\n${code}\nx = "${name}"  # ${name}\n### Answer\n` };
  }
  if (typeof path === "string") return { ...value, path: mark(path, how) };
  if (typeof assets !== "object" || assets === null) return value;
  const entries = Object.entries(assets).map(([name, asset]) => [
    how % 2 === 0 ? name : `${MARKER}${planted++}${name}`,
    markedAsset(asset as Properties, how),
  ]);
  return { ...value, assets: Object.fromEntries(entries) };
}

/** Wraps some of the values of properties as secrets, and marks every text in them. */
export function withSecrets(properties: Properties): fc.Arbitrary<Properties> {
  const all = [...paths(properties)];
  if (all.length === 0) return fc.constant(properties);
  const choice = fc.tuple(fc.nat(all.length - 1), fc.nat(11));
  return fc.array(choice, { minLength: 1, maxLength: 4 }).map((choices) =>
    choices.reduce((result, [index, how]) => {
      const path = all[index] ?? [];
      const within = path.slice(0, -1);
      // A part of what has become secret is so already.
      for (let at = 0; at <= within.length; at++) {
        const above = valueAt(result, path.slice(0, at));
        if (typeof above !== "object" || above === null || specialSigKey in above) return result;
      }
      return replace(result, path, secret(marked(valueAt(result, path), how))) as Properties;
    }, properties),
  );
}

/** Stacks as this one, with secrets and with what is never shown in the outputs of its resources. */
export function withSecretOutputs({ resources, inputs }: Generated): fc.Arbitrary<Generated> {
  const hidden = resources.map((resource) =>
    withSecrets(resource.properties).map((properties) => ({ ...resource, properties: withPlain(properties) })),
  );
  return fc.tuple(...hidden).map((all) => ({ resources: all, inputs }));
}

/** Marks what is never shown, secret or not: values of environments and of tags, and texts and comments in code. */
export function withPlain(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => {
      if (name === "tags" || name === "tagsAll") return [name, tagged(value)];
      if (name === "environment") return [name, { variables: { TOKEN: mark("x", 0) } }];
      return [name, name === "code" ? commented(value) : value];
    }),
  );
}

function tagged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (isObject(item) ? { ...item, value: mark("x", 0) } : item));
  if (!isObject(value) || specialSigKey in value) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, mark("x", key.length)]));
}

function commented(value: unknown): unknown {
  if (!isObject(value) || isSecret(value)) return value;
  const { text, assets } = value;
  if (typeof text === "string") return { ...value, text: `${text}\nA = "${mark("x", 0)}"  # ${mark("x", 0)}\n` };
  if (!isObject(assets)) return value;
  return {
    ...value,
    assets: Object.fromEntries(Object.entries(assets).map(([name, asset]) => [name, commented(asset)])),
  };
}

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
