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
  return {
    type,
    name,
    urn,
    parentUrn: opts.parent,
    properties: view(args.props, secrets),
    provider: provider && { type: provider.type, properties: view(provider.props, secrets) },
  };
}

function view(props: Record<string, unknown>, secrets: Secrets): Property {
  return new Property(withMarks(unwrap(props)), [], secrets);
}
