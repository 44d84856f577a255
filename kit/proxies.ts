import { types } from "node:util";

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
