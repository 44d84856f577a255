import { promisify } from "node:util";
import { deflateRaw } from "node:zlib";
import type { Upload } from "../code";
import type { Listing } from "./listing";
import { readRange, sizeOf } from "./open";
import type { LocatedPart } from "./reading";

/** Less is never too much, however badly it packs. */
const WORTH_ESTIMATING = 50_000_000;
/** How many pieces of the code are packed to see how well it packs, and how large they are. */
const SAMPLES = 128;
const SAMPLE = 1 << 17;

/** How large the zip file is that is sent to AWS: one that the program gives is sent as it is, all else is packed. */
export async function uploadOf(parts: readonly LocatedPart[], listing: Listing): Promise<Upload | undefined> {
  const [part, ...rest] = parts;
  const file = part?.location?.path;
  if (rest.length === 0 && part?.at === "" && file?.endsWith(".zip")) {
    const bytes = sizeOf(file);
    return bytes === undefined ? undefined : { bytes, estimated: false };
  }
  return listing.bytes < WORTH_ESTIMATING ? undefined : { bytes: await packed(listing), estimated: true };
}

/** The size of all files that are files of their own, packed by as much as samples of them are. */
async function packed(listing: Listing): Promise<number> {
  const files = [...listing.places.values()].flatMap(({ source, name, size = 0 }) => {
    const file = source.fileOf?.(name);
    return file === undefined ? [] : [{ file, size }];
  });
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const stride = Math.max(SAMPLE, Math.ceil(total / SAMPLES));
  const compress = promisify(deflateRaw);
  let [start, next, read, written] = [0, 0, 0, 0];
  for (const { file, size } of files) {
    for (; next < start + size; next += stride) {
      const bytes = piece(file, next - start);
      read += bytes.length;
      written += (await compress(bytes)).length;
    }
    start += size;
  }
  return read === 0 ? 0 : Math.round((total * written) / read);
}

function piece(file: string, from: number): Buffer {
  try {
    return readRange(file, from, SAMPLE);
  } catch {
    return Buffer.alloc(0);
  }
}
