import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as tar from "tar";
import { engineSchema } from "../../engine/config/validation";
import type { Framework } from "../../kit/metadata";
import { policies } from "../../policies";
import type { AcmeOrganisation } from "./organisation";

/** What the organisation is told of the catalogue. */
export const catalogue = policies.map(({ metadata, url }) => ({
  ...(metadata.framework && { framework: controlOf(metadata.framework) }),
  name: metadata.name,
  displayName: "",
  description: metadata.description,
  enforcementLevel: metadata.level,
  message: "",
  severity: metadata.severity,
  tags: metadata.tags,
  remediationSteps: metadata.remediationSteps,
  url,
  configSchema: {
    type: "object",
    properties: {
      ...engineSchema(metadata.options).properties,
      enforcementLevel: { type: "string", enum: ["advisory", "mandatory", "remediate", "disabled"] },
    },
  },
}));

function controlOf({ name, version, reference, specification }: Framework) {
  return { name, version, reference, specification };
}

export function byName<Named extends { readonly name: string }>(list: readonly Named[] = []): readonly Named[] {
  return list.toSorted((one, other) => one.name.localeCompare(other.name));
}

/** What was uploaded, by paths from the root of the package. */
export async function filesOf({ packs }: AcmeOrganisation): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const reading: Promise<unknown>[] = [];
  const list = tar.t({
    onReadEntry(entry) {
      reading.push(entry.concat().then((content) => files.set(entry.path.replace(/^package\//, ""), content)));
    },
  });
  await pipeline(Readable.from([packs[0]?.archive ?? assert.fail("nothing was uploaded")]), list);
  await Promise.all(reading);
  return files;
}
