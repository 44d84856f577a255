import { types } from "node:util";
import type { PolicyProviderResource, ResourceValidationArgs } from "@pulumi/policy";
import { recordParent } from "./ancestry";
import { Property } from "./known";

/** A resource as a policy sees it: its identity, and its properties through the unknown-safe view. */
export interface Resource {
  /** Type token, such as `aws:lambda/function:Function`. */
  readonly type: string;
  /** Logical name in the program. */
  readonly name: string;
  readonly urn: string;
  readonly properties: Property;
  /** URN of the resource's parent. */
  readonly parentUrn: string | undefined;
  /** The provider that manages the resource, explicit or default; its properties are JSON-encoded strings. */
  readonly provider: { readonly type: string; readonly properties: Property } | undefined;
}

export function resourceView(
  args: Pick<ResourceValidationArgs, "type" | "name" | "urn" | "props" | "opts"> & {
    provider?: PolicyProviderResource;
  },
): Resource {
  const { type, name, urn, opts, provider } = args;
  if (opts.parent !== undefined) recordParent(urn, opts.parent);
  return {
    type,
    name,
    urn,
    parentUrn: opts.parent,
    properties: new Property(unwrap(args.props)),
    provider: provider && { type: provider.type, properties: new Property(unwrap(provider.props)) },
  };
}

/**
 * Takes the SDK's proxies off: they throw on every read of an unknown value, and the view tells unknown values itself.
 * Where the SDK wraps no more, the properties are returned as they are. A program may have properties by the names that the
 * SDK's proxies go by.
 */
export function unwrap(props: Record<string, unknown>): Record<string, unknown> {
  let raw = props;
  while (types.isProxy(raw)) raw = raw.__getSpecialProxyTarget as Record<string, unknown>;
  return raw;
}
