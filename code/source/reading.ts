import { realpathSync, statSync } from "node:fs";
import path from "node:path";
import type { Code, CodeFile } from "../code";
import { type CodeOptions, limitText } from "../options";
import { reasonOf, Unjudged } from "../unjudged";
import type { Part } from "./assets";
import { BINARY_HEAD, type Binary, binaryOf, isCompiled } from "./compiled";
import { decode } from "./decode-text";
import { DirectorySource } from "./directory";
import { Listing, Meter, type Place, type Source } from "./listing";
import type { Location } from "./locate";
import { isSource } from "./paths";
import { Problems } from "./problems";
import { FileSource, TextSource } from "./single-file";
import { TarSource } from "./tar";
import { uploadOf } from "./upload";
import { InstalledPackages, othersAmong, vendoredByName } from "./vendored";
import { ZipSource } from "./zip";

/** A part of the code whose path, if it has one, was looked up. */
export interface LocatedPart extends Part {
  readonly location: Location | undefined;
}

/** Reads the code that consists of these parts. Whatever is wrong with it is a problem in the result, never an error. */
export async function readParts(parts: readonly LocatedPart[], options: CodeOptions): Promise<Code> {
  const label = labelOf(parts[0]);
  const isVendored = (path: string) => vendoredByName(path, options.vendored);
  const problems = new Problems();
  const listing = new Listing(options, problems, isVendored);
  for (const part of parts) await list(part, listing);

  const packages = new InstalledPackages(listing.places.keys());
  await learn(packages, listing, options);
  const isOther = othersAmong(listing.places);
  const wanted = [...listing.places.keys()].filter(
    (path) => isSource(path) && !isVendored(path) && !packages.has(path) && !isOther(path),
  );
  const [base] = parts.flatMap(({ location }) => (location?.path === undefined ? [] : (location.base ?? [])));
  return {
    state: "read",
    files: await readSources(wanted, label, listing, options, base),
    entries: new Set(listing.places.keys()),
    entriesComplete: listing.complete,
    empty: listing.empty,
    bytes: listing.bytes,
    upload: await uploadOf(parts, listing),
    binaries: await readBinaries(listing),
    problems: problems.list(label),
  };
}

/** The name of the whole code in problems. */
function labelOf(part: Part | undefined): string {
  if (part === undefined || part.at !== "") return "code";
  return "path" in part.content ? part.content.path : "code";
}

async function list({ at, content, location }: LocatedPart, listing: Listing): Promise<void> {
  const label = at || labelOf({ at, content });
  switch (content.kind) {
    case "text":
      return listing.add(new TextSource(content.text), at, label);
    case "absent directory":
      return listing.absent(label, content.reason);
    case "absent file":
      return listing.add({ list: (lister) => void lister.file("", content.reason), read() {} }, at, label);
  }
  if (location?.path === undefined) {
    return listing.unlisted(label, `cannot be found: ${location?.reason}`);
  }
  if (content.kind === "file") return listing.add(new FileSource(location.path), at, label);
  try {
    await listing.add(archiveSource(location.path), at, label);
  } catch (error) {
    listing.unlisted(label, reasonOf(error));
  }
}

/** Pulumi goes by the end of the name. Archives, unlike directories, may be symbolic links. */
function archiveSource(file: string): Source {
  if (/\.(?:zip|jar)$/.test(file)) return new ZipSource(realpathSync(file));
  if (/\.tar$/.test(file)) return new TarSource(realpathSync(file), false);
  if (/\.(?:tar\.gz|tgz)$/.test(file)) return new TarSource(realpathSync(file), true);
  if (statSync(file).isDirectory()) return new DirectorySource(file);
  throw new Unjudged("is neither a directory nor an archive that Pulumi unpacks (.zip, .jar, .tar, .tar.gz, .tgz)");
}

async function learn(packages: InstalledPackages, listing: Listing, options: CodeOptions): Promise<void> {
  const metadata = new Map<string, string>();
  let total = 0;
  // A file that cannot be read does not identify a package: its files are checked then.
  const nowhere = new Problems();
  await readFiles(packages.metadata.slice(0, options.maxFiles), listing, nowhere, undefined, (path, bytes) => {
    total += bytes.length;
    if (total > options.maxTotalBytes) return false;
    metadata.set(path, bytes.toString());
    return true;
  });
  packages.learn(metadata);
}

/** The platforms of the compiled files that can be read. */
async function readBinaries(listing: Listing): Promise<ReadonlyMap<string, Binary>> {
  const binaries = new Map<string, Binary>();
  const compiled = [...listing.places.keys()].filter(isCompiled).slice(0, listing.limits.maxFiles);
  await readFiles(compiled, listing, new Problems(), BINARY_HEAD, (path, bytes) => {
    const binary = binaryOf(bytes);
    if (binary !== undefined) binaries.set(path, binary);
    return true;
  });
  return binaries;
}

async function readSources(
  wanted: readonly string[],
  label: string,
  listing: Listing,
  options: CodeOptions,
  base: string | undefined,
): Promise<ReadonlyMap<string, CodeFile>> {
  const { problems } = listing;
  const files = new Map<string, CodeFile>();
  // Handlers tend to be at the top.
  const nearest = wanted.toSorted((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1)).slice(0, options.maxFiles);
  if (nearest.length < wanted.length) {
    const limit = limitText(options, "maxFiles", "source files");
    problems.add(label, `has more than ${limit}, of which ${wanted.length - nearest.length} are not checked`);
  }
  let total = 0;
  await readFiles(nearest, listing, problems, undefined, (path, bytes) => {
    total += bytes.length;
    if (total > options.maxTotalBytes) {
      const limit = limitText(options, "maxTotalBytes", "bytes of source code");
      problems.add(label, `has more than ${limit}, of which the rest is not checked`);
      return false;
    }
    try {
      files.set(path, { path, shown: shownAs(path, listing.places.get(path), base), text: decode(path, bytes) });
    } catch (error) {
      problems.add(path, reasonOf(error));
    }
    return true;
  });
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The name of a file in messages: its path from the project, if it is a file there. */
function shownAs(file: string, place: Place | undefined, base: string | undefined): string {
  const own = place?.source.fileOf?.(place.name);
  if (own === undefined || base === undefined) return file;
  const relative = path.relative(base, own);
  // Build directories elsewhere have names that change from run to run.
  const up = path.resolve(base, /^(?:\.\.[\\/])*/.exec(relative)?.[0] ?? "");
  return path.isAbsolute(relative) || path.dirname(up) === up ? file : relative.split(path.sep).join("/");
}

function depth(path: string): number {
  return path.split("/").length;
}

/**
 * Reads files until `take` returns false.
 * @param head number of wanted bytes of each; all if left out
 */
async function readFiles(
  paths: readonly string[],
  listing: Listing,
  problems: Problems,
  head: number | undefined,
  take: (path: string, bytes: Buffer) => boolean,
): Promise<void> {
  const sources = new Map<Source, { readonly label: string; readonly paths: Map<string, string> }>();
  for (const path of paths) {
    const place = listing.places.get(path);
    if (!place?.readable) continue;
    const source = sources.get(place.source) ?? { label: place.label, paths: new Map() };
    source.paths.set(place.name, path);
    sources.set(place.source, source);
  }
  const { limits } = listing;
  const unpacked = new Meter(limits);
  let more = true;
  for (const [source, { label, paths }] of sources) {
    const pathOf = (name: string) => paths.get(name) ?? name;
    try {
      await source.read(new Set(paths.keys()), {
        limits,
        unpacked,
        ...(head !== undefined && { head }),
        bytes: (name, bytes) => (more &&= take(pathOf(name), bytes)),
        problem: (name, reason) => problems.add(pathOf(name), reason),
      });
    } catch (error) {
      problems.add(label, reasonOf(error));
    }
    if (!more) return;
  }
}
