import Ajv from "ajv";
// biome-ignore lint/correctness/noUndeclaredDependencies: types only
import type { FromSchema } from "json-schema-to-ts";
import { specialSecretSig, specialSigKey } from "../../engine/wire/signatures";
import { type Properties, special, toJudge, withoutDefaults } from "../../engine/wire/values";
import type { StackResource } from "../../kit/graph";
import { UNKNOWN } from "../../kit/known";
import type { Decoded } from "../../kit/resource";
import { nameOf, typeOf } from "../../kit/urn";
import { CommandError } from "../errors";

const text = { type: "string" } as const;
const texts = { type: ["array", "null"], items: text } as const;
const values = { type: ["object", "null"] } as const;

const resource = {
  type: "object",
  properties: {
    urn: { type: "string", pattern: "^urn:pulumi:[^:]*::[^:]*::[^:]+(:[^:]+)*::" },
    type: text,
    inputs: values,
    outputs: values,
    parent: text,
    provider: text,
    external: { type: "boolean" },
    delete: { type: "boolean" },
    dependencies: texts,
    propertyDependencies: { type: ["object", "null"], additionalProperties: texts },
    deleteBeforeReplace: { type: "boolean" },
  },
  required: ["urn"],
} as const;

/** The output of `pulumi stack export`, and the pack's file of a preview. */
const state = {
  type: "object",
  properties: {
    version: { type: "number" },
    deployment: {
      type: ["object", "null"],
      properties: { resources: { type: ["array", "null"], items: resource } },
    },
  },
  required: ["deployment"],
} as const;

type Stored = FromSchema<typeof resource>;

/** A resource of a state. */
export interface StateResource extends StackResource {
  /** Its inputs with the provider's defaults, as resource policies see them. */
  readonly checked: Decoded;
}

const isState = new Ajv({ strict: false, allowUnionTypes: true }).compile<FromSchema<typeof state>>(state);

/**
 * The resources of a state, except those that the program only reads.
 * @throws CommandError if it is no state, or of an empty stack. It names the place but not the value, which may be secret
 */
export function readState(name: string, json: string): readonly StateResource[] {
  let found: unknown;
  try {
    found = JSON.parse(json);
  } catch {
    const problem = json.trim() === "" ? "it is empty" : "it is not a complete JSON document";
    throw new CommandError(`${name}: ${problem}, as pulumi stack export prints it`);
  }
  if (!isState(found)) {
    const [{ instancePath = "" } = {}] = isState.errors ?? [];
    const place = instancePath === "" ? "it" : instancePath;
    throw new CommandError(`${name}: it is not a state as pulumi stack export prints it: ${place} is of another form`);
  }
  const stored = (found.deployment?.resources ?? []).filter((each) => each.delete !== true);
  if (stored.length === 0)
    throw new CommandError(
      `${name}: the stack has no resources yet; use --preview to draw what a deployment would create`,
    );
  const byUrn = new Map(stored.map((each) => [each.urn, each]));
  return [...byUrn.values()].filter(({ external }) => external !== true).map((each) => stackResource(each, byUrn));
}

function stackResource(stored: Stored, byUrn: ReadonlyMap<string, Stored>): StateResource {
  const { urn, inputs, outputs, parent, provider, dependencies, propertyDependencies, deleteBeforeReplace } = stored;
  const providerUrn = provider?.slice(0, provider.lastIndexOf("::"));
  const set = inputs ?? undefined;
  return {
    type: typeOf(urn),
    name: nameOf(urn),
    urn,
    properties: decoded(outputs ?? inputs ?? {}),
    provider:
      providerUrn === undefined
        ? undefined
        : { type: typeOf(providerUrn), properties: decoded(byUrn.get(providerUrn)?.inputs ?? {}) },
    deleteBeforeReplace,
    checked: decoded(inputs ?? {}),
    inputs: () => set && decoded(set, withoutDefaults),
    parent,
    dependencies: dependencies ?? [],
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies ?? {}).map(([property, urns]) => [property, urns ?? []]),
    ),
  };
}

/** Properties that are decoded once for all policies. */
function decoded(properties: object, then: (value: unknown) => unknown = (value) => value) {
  let value: unknown;
  return { decode: () => (value ??= then(decodeValue(properties, 0))), marked: true };
}

function decodeValue(value: unknown, depth: number): unknown {
  if (depth > toJudge.depth) return UNKNOWN;
  if (Array.isArray(value)) return value.map((item) => decodeValue(item, depth + 1));
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, decodeValue(inner, depth + 1)]),
  );
  return Object.hasOwn(fields, specialSigKey) ? special(withSecret(fields), toJudge) : fields;
}

/** A secret in a state is encrypted and so unknown, unless the state was exported with --show-secrets. */
function withSecret(fields: Properties): Properties {
  if (fields[specialSigKey] !== specialSecretSig || Object.hasOwn(fields, "value")) return fields;
  return { ...fields, value: typeof fields.plaintext === "string" ? plain(fields.plaintext) : UNKNOWN };
}

function plain(json: string): unknown {
  try {
    return decodeValue(JSON.parse(json), 0);
  } catch {
    return UNKNOWN;
  }
}
