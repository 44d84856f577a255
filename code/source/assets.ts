import { fileURLToPath } from "node:url";
import * as asset from "@pulumi/pulumi/asset";
import { type Limits, limitText } from "../options";
import { reasonOf } from "../unjudged";
import { joined, pathFrom } from "./paths";

/** A part of the code as the program gives it. */
export type Content =
  | { readonly kind: "text"; readonly text: string }
  /** A path as the program gives it. */
  | { readonly kind: "file" | "archive"; readonly path: string }
  /** A part that is not here: a file, or a directory with unknown files. */
  | { readonly kind: "absent file" | "absent directory"; readonly reason: string };

export interface Part {
  /** The file or directory of the code that it makes; empty for the code as a whole. */
  readonly at: string;
  readonly content: Content;
}

/** Splits the code from the SDK into parts, in the order in which Pulumi packs them. */
export async function partsOf(code: unknown, limits: Limits): Promise<readonly Part[]> {
  const parts: Part[] = [];
  const waiting = [{ value: code, at: "", depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, at, depth } = next;
    if (!(value instanceof asset.AssetArchive)) {
      parts.push({ at, content: await contentOf(value, depth === 0) });
      continue;
    }
    const lost = (path: string, reason: string) =>
      parts.push({ at: path, content: { kind: "absent directory", reason } });
    if (depth >= limits.maxDepth) {
      lost(at, `is in more than ${limitText(limits, "maxDepth", "archives")}`);
      continue;
    }
    const children = Object.entries(await value.assets).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const room = Math.max(0, limits.maxEntries - parts.length - waiting.length);
    if (children.length > room) {
      lost(at, `is not read on: the code has more than ${limitText(limits, "maxEntries", "files")}`);
    }
    for (const [name, child] of children.slice(0, room).reverse()) {
      try {
        waiting.push({ value: child, at: joined(at, pathFrom(name)), depth: depth + 1 });
      } catch (error) {
        lost(joined(at, name), reasonOf(error));
      }
    }
  }
  return parts;
}

/** @param isWhole whether it is all of the code, of which an archive is expected then */
async function contentOf(value: unknown, isWhole: boolean): Promise<Content> {
  if (value instanceof asset.StringAsset) return { kind: "text", text: await value.text };
  if (value instanceof asset.FileAsset) return { kind: isWhole ? "archive" : "file", path: await value.path };
  if (value instanceof asset.FileArchive) return { kind: "archive", path: await value.path };
  if (value instanceof asset.RemoteArchive) return remote(await value.uri, "archive");
  if (value instanceof asset.RemoteAsset) return remote(await value.uri, isWhole ? "archive" : "file");
  return { kind: "absent directory", reason: "is neither an asset nor an archive" };
}

function remote(uri: string, kind: "file" | "archive"): Content {
  try {
    if (uri.startsWith("file:")) return { kind, path: fileURLToPath(uri) };
  } catch {
    // It names another machine, or no path.
  }
  const reason = "is at a remote address, from where nothing is downloaded";
  return { kind: kind === "file" ? "absent file" : "absent directory", reason };
}
