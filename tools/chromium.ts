// A headless Chromium, as the npm registry has it for Linux: whoever has none installed gets it too.
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { x } from "tar";
import { run } from "../testing/processes";
import { builtOnce } from "./cache";

const PACKAGE = "@sparticuz/chromium";
const VERSION = "153.0.0";

export interface Chromium {
  readonly path: string;
  /** What it needs in its environment: libraries and fonts that a machine without a desktop has not. */
  readonly env: NodeJS.ProcessEnv;
}

export async function chromium(): Promise<Chromium> {
  const directory = await builtOnce({ name: `chromium-${process.arch}-${VERSION}`, build });
  return {
    path: path.join(directory, "chromium"),
    env: { LD_LIBRARY_PATH: path.join(directory, "lib"), FONTCONFIG_PATH: directory, XDG_CACHE_HOME: directory },
  };
}

async function build(directory: string): Promise<void> {
  console.error(`Installing Chromium ${VERSION}, once ...`);
  await writeFile(path.join(directory, "package.json"), "{}");
  const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", `${PACKAGE}@${VERSION}`];
  const { exitCode, stderr } = await run("npm", install, { cwd: directory });
  if (exitCode !== 0) throw new Error(`Chromium ${VERSION} cannot be installed:\n${stderr}`);
  const packed = path.join(directory, "node_modules", PACKAGE, "bin");
  const unpack = async (name: string) => promisify(brotliDecompress)(await readFile(path.join(packed, name)));
  await writeFile(path.join(directory, "chromium"), await unpack("chromium.br"), { mode: 0o755 });
  for (const name of ["al2023", "fonts", "swiftshader"]) {
    const archive = path.join(directory, `${name}.tar`);
    await writeFile(archive, await unpack(`${name}.tar.br`));
    await x({ file: archive, cwd: directory });
    await rm(archive);
  }
  await rm(path.join(directory, "node_modules"), { recursive: true });
  const fonts = `<?xml version="1.0"?><fontconfig><dir>${path.join(directory, "fonts")}</dir><dir>/usr/share/fonts</dir></fontconfig>`;
  await writeFile(
    path.join(directory, "fonts.conf"),
    fonts.replaceAll(directory, directory.replace(/\.unfinished$/, "")),
  );
}
