// The licences of what is built into the files that esbuild makes, which have to go with them.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Metafile } from "esbuild";
import { repository } from "./programs";

/** Directories of the packages that files of a build come from, such as `node_modules/@grpc/grpc-js`. */
function packagesOf(metafiles: readonly Metafile[]): readonly string[] {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const packages = inputs.flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []);
  return [...new Set(packages)].sort();
}

/** Every package with its version and the text of its licence. One that has no such text cannot be built in. */
export async function thirdPartyLicenses(metafiles: readonly Metafile[]): Promise<string> {
  const notices = await Promise.all(packagesOf(metafiles).map(notice));
  return `Parts of these packages are built into files of this one.\n${notices.join("")}`;
}

async function notice(name: string): Promise<string> {
  const directory = path.join(repository, name);
  const manifest: { name: string; version: string; license: string } = JSON.parse(
    await readFile(path.join(directory, "package.json"), "utf8"),
  );
  const files = (await readdir(directory)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).sort();
  if (files.length === 0) throw new Error(`${name} has no licence to go with what is built in of it.`);
  const texts = await Promise.all(files.map((file) => readFile(path.join(directory, file), "utf8")));
  const title = `${manifest.name} ${manifest.version} (${manifest.license})`;
  return `\n${"=".repeat(80)}\n${title}\n${"=".repeat(80)}\n\n${texts.map((text) => text.trim()).join("\n\n")}\n`;
}
