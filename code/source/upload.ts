import { promisify } from "node:util";
import { deflateRaw } from "node:zlib";
import type { Upload } from "../code";
import type { Listing } from "./listing";
import { readRange, sizeOf } from "./open";
import type { LocatedPart } from "./reading";

/** Smaller code is never too large, however badly it packs. */
const WORTH_ESTIMATING = 50_000_000;
/** Number and size of the pieces of code that are packed to estimate how well it packs. */
const SAMPLES = 128;
const SAMPLE = 1 << 17;

/** The size of the zip file for AWS: a given one is sent unchanged, other code is packed. */
export async function uploadOf(parts: readonly LocatedPart[], listing: Listing): Promise<Upload | undefined> {
  const [part, ...rest] = parts;
  const file = part?.location?.path;
  if (rest.length === 0 && part?.at === "" && file?.endsWith(".zip")) {
    const bytes = sizeOf(file);
    return bytes === undefined ? undefined : { bytes, estimated: false };
  }
  return listing.bytes < WORTH_ESTIMATING ? undefined : { bytes: await packed(listing), estimated: true };
}

/** The packed size of all files on disk, estimated from samples. */
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
