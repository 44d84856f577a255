import type { PolicyProviderResource, ResourceValidationArgs } from "@pulumi/policy";
import { recordParent } from "./ancestry";
import { withMarks } from "./decoding";
import { Property } from "./known";
import { unwrap } from "./proxies";
import { Secrets } from "./secrets";

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

/** @param secrets collects what is read of secret values */
export function resourceView(
  args: Pick<ResourceValidationArgs, "type" | "name" | "urn" | "props" | "opts"> & {
    provider?: PolicyProviderResource;
  },
  secrets = new Secrets(),
): Resource {
  const { type, name, urn, opts, provider } = args;
  if (opts.parent !== undefined) recordParent(urn, opts.parent);
  return withProperties(args.props, secrets, {
    type,
    name,
    urn,
    parentUrn: opts.parent,
    provider: provider && withProperties(provider.props, secrets, { type: provider.type }),
  });
}

/** Adds the view of properties, made when a policy first looks at them, since few are looked at. */
function withProperties<T extends object>(props: Record<string, unknown>, secrets: Secrets, identity: T) {
  let view: Property | undefined;
  const get = () => (view ??= new Property(withMarks(unwrap(props)), [], secrets));
  return Object.defineProperty(identity, "properties", { get }) as T & { readonly properties: Property };
}
